namespace Migrator.Conversion;

/// <summary>The forms a bindle can take as an OCI artifact (docs/one-app.md, "Profiles").</summary>
public enum Profile
{
    /// <summary>One artifact that every Spin from 1.5 to 3 runs and every tool reads as an image.</summary>
    Universal,

    /// <summary>
    /// What Spin 2 and 3 push: image config, locked app as the last layer, archive layers for many files.
    /// </summary>
    Spin2,

    /// <summary>What the Fermyon Cloud plugin 0.3.0 pushed, byte for byte.</summary>
    Spin1,

    /// <summary>The invoice and every parcel, nothing lost; for any bindle, Spin's or not.</summary>
    Bindle,
}
