namespace Migrator.Engine.Journal;

/// <summary>Keeps a second run off a journal: an empty file beside it, locked while the run lives.</summary>
/// <remarks>The system lets go of the lock when the process ends, however it ends. The file stays.</remarks>
internal sealed class JournalLock : IDisposable
{
    private readonly FileStream _file;

    private JournalLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="JournalException">Another has it, or the folder cannot be written.</exception>
    public static JournalLock Take(string path)
    {
        try
        {
            return new JournalLock(new FileStream(
                path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception failure) when (failure is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new JournalException(
                path, JournalFailure.Disk, $"The journal '{path}' cannot be locked: {failure.Message}", failure);
        }
        catch (IOException failure)
        {
            throw new JournalException(
                path,
                JournalFailure.Locked,
                $"Another run uses the journal '{path}'. Wait for it to end; batch status shows how far it is.",
                failure);
        }
    }

    public void Dispose() => _file.Dispose();
}
