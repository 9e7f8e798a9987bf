namespace Migrator.Conversion.Spin;

/// <summary>What options come to, where more than one of them decides.</summary>
internal static class ConversionPolicy
{
    /// <summary>
    /// Whether Spin's own handling of faulty applications is reproduced with a warning, because the purpose of
    /// generation 1 with the bindle's version is Spin's very bytes.
    /// </summary>
    /// <param name="options">How the bindle is converted.</param>
    public static bool IsExact(ConversionOptions options) =>
        options is { Profile: Profile.Spin1, AppVersion: AppVersionPolicy.Full, Strict: false };
}
