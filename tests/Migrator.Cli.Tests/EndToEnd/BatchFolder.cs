using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>Bindles and batch files on disk, and the command as a process over them.</summary>
internal sealed class BatchFolder : IDisposable
{
    private static readonly string[] SharedParcels = ["shared 1", "shared 2"];
    private readonly TempFolder _folder = new();

    /// <summary>Writes bindles of three parcels, two of which all have.</summary>
    public BatchFolder(int apps)
    {
        for (var number = 1; number <= apps; number++)
        {
            WriteBindle(number);
        }
    }

    /// <summary>How long each parcel is at most.</summary>
    public const int ParcelBytes = 2_000;

    public string Journal(string name) => _folder.Combine(name + ".db");

    /// <summary>The parcel that only one of the bindles has.</summary>
    public string OwnParcelOf(int number) => Path.Combine(
        FolderOf(number), "parcels", Convert.ToHexStringLower(SHA256.HashData(BytesOf($"own {number}"))) + ".dat");

    /// <summary>Writes a batch file beside the journals, or in a folder of its own.</summary>
    public string WriteBatch(string host, string name, bool isElsewhere = false)
    {
        var path = _folder.Combine(isElsewhere ? Path.Combine(name, name + ".toml") : name + ".toml");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"""
            version = 1
            [[source]]
            glob = "{(isElsewhere ? "../" : "")}apps/*"
            [target]
            registry = "{host}"
            profile = "bindle"

            """);
        return path;
    }

    /// <summary>Writes a bindle of one long parcel; gives its SHA-256.</summary>
    public string WriteLarge(int bytes)
    {
        var folder = _folder.Combine("apps", "large");
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        var sha = Convert.ToHexStringLower(SHA256.HashData(content));
        File.WriteAllBytes(Path.Combine(folder, "parcels", sha + ".dat"), content);
        File.WriteAllText(Path.Combine(folder, "invoice.toml"), $"""
            bindleVersion = '1.0.0'
            [bindle]
            name = 'large'
            version = '1.0.0'
            [[parcel]]
            [parcel.label]
            sha256 = '{sha}'
            mediaType = 'application/octet-stream'
            name = 'large.bin'
            size = {bytes}

            """);
        return sha;
    }

    /// <summary>Starts the command; its output can be read when asked for.</summary>
    public static Process Start(bool isRead, params string[] arguments)
    {
        // A shell that runs the tests in the background has them ignore Ctrl-C, and so would the command.
        return Process.Start(new ProcessStartInfo(
            "env", ["--default-signal=INT", .. CliProgram.Words, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = isRead,
            RedirectStandardError = isRead,
            UseShellExecute = false,
        })!;
    }

    /// <summary>Runs the command to its end; gives its exit code.</summary>
    public static async Task<int> RunAsync(params string[] arguments)
    {
        using var process = Start(isRead: false, arguments);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return process.ExitCode;
    }

    public void Dispose() => _folder.Dispose();

    private void WriteBindle(int number)
    {
        var folder = FolderOf(number);
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        var invoice = new StringBuilder(
            $"bindleVersion = '1.0.0'\n[bindle]\nname = 'app{number:000}'\nversion = '1.0.0'\n");
        foreach (var name in SharedParcels.Prepend($"own {number}"))
        {
            var bytes = BytesOf(name);
            var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
            File.WriteAllBytes(Path.Combine(folder, "parcels", sha + ".dat"), bytes);
            invoice.Append($"[[parcel]]\n[parcel.label]\nsha256 = '{sha}'\nmediaType = 'text/plain'\n"
                + $"name = '{name}'\nsize = {bytes.Length}\n");
        }

        File.WriteAllText(Path.Combine(folder, "invoice.toml"), invoice.ToString());
    }

    private string FolderOf(int number) => _folder.Combine("apps", $"app{number:000}");

    private static byte[] BytesOf(string name) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(name, 200)));
}
