namespace Migrator.Bindle.Sources.Archive;

/// <summary>A part of a spool.</summary>
/// <param name="Offset">Where it starts, in bytes.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct SpoolSlice(long Offset, long Length);
