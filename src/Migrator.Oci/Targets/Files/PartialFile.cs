using Microsoft.Win32.SafeHandles;

namespace Migrator.Oci.Targets.Files;

/// <summary>A file that is being written; removed again unless it is finished.</summary>
/// <remarks>
/// Written with plain calls: no system that .NET runs on has asynchronous writes to the page cache worth the name,
/// and the detour over another thread costs more than a small blob's write. What fails here is the target's fault,
/// not the source's.
/// </remarks>
internal sealed class PartialFile : IDisposable
{
    private const string Writing = "write";
    private readonly string _path;
    private readonly string _target;
    private readonly bool _durable;
    private readonly SafeFileHandle _handle;
    private long _length;
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
        }
        catch (Exception cause) when (PlaceWork.IsOfThePlace(cause))
        {
            throw PlaceWork.Fault(_target, Writing, cause);
        }
    }

    /// <summary>Keeps the file, its bytes synced to disk when it is to be durable.</summary>
    public void Finish()
    {
        if (_durable)
        {
            PlaceWork.Do(_target, Writing, () => RandomAccess.FlushToDisk(_handle));
        }

        _finished = true;
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
}
