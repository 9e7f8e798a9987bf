namespace Migrator.Conversion.Tests.Spin;

/// <summary>Options for generation 1.</summary>
internal static class Spin1
{
    public static readonly ConversionOptions Plain = new() { Profile = Profile.Spin1, Referrer = false };

    public static readonly ConversionOptions Full = Plain with { AppVersion = AppVersionPolicy.Full };
}
