namespace Migrator.Bindle.Sources.Archive;

/// <summary>What a tar entry is.</summary>
internal enum TarEntryKind
{
    /// <summary>A file with all its bytes.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic or hard link.</summary>
    Link,

    /// <summary>A device, a pipe or an unknown kind.</summary>
    Special,

    /// <summary>A file with holes that are left out.</summary>
    Sparse,
}
