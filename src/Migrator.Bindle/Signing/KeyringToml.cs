using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Signing;

/// <summary>
/// Keyrings as text: <c>keyring.toml</c>, and what a Bindle server answers at <c>bindle-keys</c>
/// (spec/bindle.md 4.4, 5.11).
/// </summary>
public static class KeyringToml
{
    /// <summary>Reads a keyring; finds all faults at once, but of those of grammar only the first.</summary>
    /// <remarks>
    /// Bindle's client takes a broken keyring for an empty one; here it is an error. What Bindle passes over, a broken
    /// key or an unknown field, is passed over here with a warning. A file of secret keys is refused, never quoted.
    /// </remarks>
    /// <param name="bytes">The whole file.</param>
    /// <param name="place">Where it lies, for messages, such as <c>keyring.toml</c>.</param>
    /// <returns>The keyring, or null with the errors.</returns>
    public static KeyringReading Read(ReadOnlyMemory<byte> bytes, string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var document = TomlDocument.Read(bytes);
        var faults = new KeyringFaults(place);
        faults.OfToml.AddRange(document.Faults);
        var entries = document.Root is { } root ? new KeyringReader(faults).Read(root) : [];
        var findings = faults.InOrder();
        return new KeyringReading(findings.Any(finding => finding.IsError) ? null : new Keyring(entries), findings);
    }
}
