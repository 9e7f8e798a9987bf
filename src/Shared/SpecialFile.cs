using System.Formats.Tar;

namespace Migrator.Shared;

/// <summary>Tells pipes, sockets and devices from empty files, without opening any of the former.</summary>
internal static class SpecialFile
{
    /// <summary>Whether what looks like an empty file is none (spec/bindle.md 10.2, row 46).</summary>
    /// <param name="path">A path at which a file of length 0 was seen.</param>
    /// <returns>Whether it is a pipe, a socket or a device.</returns>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    /// <remarks>The framework shows the type of a file nowhere but in the header that tar gets of it.</remarks>
    public static bool IsOne(string path)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            try
            {
                writer.WriteEntry(path, "file");
            }
            catch (IOException)
            {
                // A socket, which no archive has a type for.
                return true;
            }
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType != TarEntryType.RegularFile;
    }
}
