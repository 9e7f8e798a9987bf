namespace Migrator.Conversion.Spin;

/// <summary>A variable of the application; either required or with a default (spec/spin-oci.md 1.4).</summary>
/// <param name="Default">The default, which may be empty; null when the variable is required.</param>
/// <param name="Secret">Whether its value is not to be shown.</param>
internal sealed record SpinVariable(string? Default, bool Secret);
