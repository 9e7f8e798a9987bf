namespace Migrator.Engine.Audit;

/// <summary>What an artifact turned out to be (spec/spin-oci.md 4.1 and 4.8).</summary>
public enum ArtifactForm
{
    /// <summary>Nothing that a bindle becomes, or nothing that can be read.</summary>
    Unknown,

    /// <summary>The locked app as last layer, and as config blob with an image config's keys added.</summary>
    Universal,

    /// <summary>An image config, and the locked app as last layer.</summary>
    Spin2,

    /// <summary>The locked app as config blob; inlined files have no layer.</summary>
    Spin1,

    /// <summary>The locked app as config blob; inlined files have a layer too.</summary>
    Spin1Layers,

    /// <summary>The invoice as config blob, and every parcel as a layer.</summary>
    Bindle,

    /// <summary>What Spin 2 or later itself pushed from an author's source.</summary>
    ForeignSpin,
}
