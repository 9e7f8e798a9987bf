using Migrator.Shared;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>What lies at a path, links not followed.</summary>
internal enum DiskEntryKind
{
    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>A file, or a pipe or device, which then has no length.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, whatever it points to.</summary>
    Link,

    /// <summary>A pipe, socket or device; only <see cref="SpecialFile"/> tells it from a file.</summary>
    Special,
}
