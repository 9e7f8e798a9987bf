namespace Migrator.Bindle.Sources.Disk;

/// <summary>Where a parcel's file is, or why there is none to be had.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Entry">What lies there.</param>
/// <param name="Problem">Why it cannot be opened, as a sentence; null when it can.</param>
internal readonly record struct ParcelLocation(string Path, DiskEntry Entry, string? Problem);
