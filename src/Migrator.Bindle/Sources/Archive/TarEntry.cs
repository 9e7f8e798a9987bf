namespace Migrator.Bindle.Sources.Archive;

/// <summary>One entry of a tar archive.</summary>
/// <param name="Name">The name as written, unchecked.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Length">The length of its data in bytes.</param>
internal sealed record TarEntry(string Name, TarEntryKind Kind, long Length);
