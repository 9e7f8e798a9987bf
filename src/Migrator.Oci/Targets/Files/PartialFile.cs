using Microsoft.Win32.SafeHandles;

namespace Migrator.Oci.Targets.Files;

/// <summary>A file that is being written; removed again unless it is finished.</summary>
/// <remarks>
/// Written with plain calls: no system that .NET runs on has asynchronous writes to the page cache worth the name,
/// and the detour over another thread costs more than a small blob's write. A large durable file is synced piece by
/// piece on another thread while the next piece is written, so that the disk does not idle until the end. What fails
/// here is the target's fault, not the source's.
/// </remarks>
internal sealed class PartialFile : IDisposable
{
    private const string Writing = "write";

    // EFBIG on Linux and macOS.
    private const int TooLarge = 27;
    private const long PieceBytes = 32L << 20;
    private readonly string _path;
    private readonly string _target;
    private readonly bool _durable;
    private readonly SafeFileHandle _handle;
    private Task _sync = Task.CompletedTask;
    private long _length;
    private long _synced;
    private bool _finished;

    /// <summary>Makes the file, empty.</summary>
    public PartialFile(string path, string target, bool durable)
    {
        _path = path;
        _target = target;
        _durable = durable;
        _handle = PlaceWork.Do(
            target, Writing, () => File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None));
    }

    /// <summary>Writes a file whole.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes, string target)
    {
        using var file = new PartialFile(path, target, durable: true);
        file.Append(bytes);
        file.Finish();
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, _length);
            _length += bytes.Length;
            if (_durable && _length - _synced >= PieceBytes && _sync.IsCompletedSuccessfully)
            {
                _synced = _length;
                _sync = Task.Run(() => RandomAccess.FlushToDisk(_handle));
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            // So the runtime says that a limit on the length of files is reached: ulimit -f, or the file system's.
            throw PlaceWork.Fault(
                _target, Writing, new IOException("a file may not become that long here; look at ulimit -f", TooLarge));
        }
        catch (Exception cause) when (PlaceWork.IsOfThePlace(cause))
        {
            throw PlaceWork.Fault(_target, Writing, cause);
        }
    }

    /// <summary>Keeps the file, its bytes synced to disk when it is to be durable.</summary>
    public async Task FinishAsync()
    {
        await PlaceWork.DoAsync(_target, Writing, async () =>
        {
            // Its failure is told by no later sync.
            await _sync.ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        Finish();
    }

    /// <summary>Closes the file, and removes it when it was not finished.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        if (!_finished)
        {
            File.Delete(_path);
        }
    }

    private void Finish()
    {
        if (_durable)
        {
            PlaceWork.Do(_target, Writing, () => RandomAccess.FlushToDisk(_handle));
        }

        _finished = true;
    }
}
