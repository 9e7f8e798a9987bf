namespace Migrator.Bindle.Sources.Archive;

/// <summary>What an entry is to the bindle.</summary>
internal enum ArchiveRole
{
    /// <summary>Nothing; passed over.</summary>
    None,

    /// <summary>A file that is not part of the bindle.</summary>
    Extra,

    /// <summary><c>invoice.toml</c>.</summary>
    Invoice,

    /// <summary>The folder of the parcels.</summary>
    ParcelsFolder,

    /// <summary>A parcel.</summary>
    Parcel,
}
