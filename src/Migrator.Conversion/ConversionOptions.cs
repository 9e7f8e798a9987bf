namespace Migrator.Conversion;

/// <summary>How a bindle is converted.</summary>
public sealed record ConversionOptions
{
    /// <summary>The form of the artifact. Default: universal.</summary>
    public Profile Profile { get; init; } = Profile.Universal;

    /// <summary>Which version the app says. Default: the author's.</summary>
    public AppVersionPolicy AppVersion { get; init; } = AppVersionPolicy.Plain;

    /// <summary>Whether inlined files get layers too. Default: no.</summary>
    public InlineFiles InlineFiles { get; init; } = InlineFiles.Skip;

    /// <summary>
    /// Whether a <c>base</c> without leading <c>/</c>, which matched nothing on Spin 1, is mended. Default: no.
    /// </summary>
    public bool FixBase { get; init; }

    /// <summary>Whether doubtful cases, such as two parcels for one path, are refused. Default: no.</summary>
    public bool Strict { get; init; }

    /// <summary>Which files the handlers of a Wagi application see. Default: as under Wagi.</summary>
    public WagiFiles WagiFiles { get; init; } = WagiFiles.Shared;

    /// <summary>
    /// Whether the whole bindle goes along as a referrer of a Spin artifact, so that nothing is lost. Default: yes; of
    /// no effect with <see cref="Profile.Bindle"/>.
    /// </summary>
    public bool Referrer { get; init; } = true;

    /// <summary>
    /// Whether a cloud is to run the artifact, which takes an application of the bindle's version for a bindle; what is
    /// advised then does not lead there. Changes no byte. Default: no.
    /// </summary>
    public bool IsForCloud { get; init; }
}
