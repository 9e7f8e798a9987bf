namespace Migrator.Conversion.Spin;

/// <summary>Why a parcel's name is no path inside a mount.</summary>
internal enum FilePathFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>It starts at a root, so it names a place outside the mount.</summary>
    Absolute,

    /// <summary>It climbs out of the mount with a <c>..</c> segment.</summary>
    Traversal,

    /// <summary>It names a folder, or nothing.</summary>
    NoFileName,
}
