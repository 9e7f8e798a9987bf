namespace Migrator.Engine.Journal;

/// <summary>Keeps a second run off a journal: an empty file beside it, locked while the run lives.</summary>
/// <remarks>The system lets go of the lock when the process ends, however it ends. The file stays.</remarks>
internal sealed class JournalLock : IDisposable
{
    // EWOULDBLOCK of Linux and of macOS; the sharing and the lock violation of Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream _file;

    private JournalLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="path">The journal's name as <see cref="JournalName.Real"/> gives it.</param>
    /// <exception cref="JournalException">Another has it, or the lock cannot be written.</exception>
    public static JournalLock Take(string path)
    {
        try
        {
            return new JournalLock(new FileStream(
                path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (Held.Contains(failure.HResult))
        {
            throw new JournalException(
                path,
                JournalFailure.Locked,
                $"Another run uses the journal '{path}'. Wait for it to end; batch status shows how far it is.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                path, JournalFailure.Disk, $"The journal '{path}' cannot be locked: {failure.Message}", failure);
        }
    }

    public void Dispose() => _file.Dispose();
}
