using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Migrator.Testing.Pages;

/// <summary>
/// Types the commands of a page, all in one shell, as a reader would who begins in the folder of the checkout with an
/// empty home. What a block prints must be what the page shows below it.
/// </summary>
public sealed class PageRun
{
    private readonly string _folder;
    private readonly string _home;
    private readonly TempFolder _notes;
    private readonly Dictionary<string, string> _hosts = new(StringComparer.Ordinal);

    /// <summary>A run in a folder.</summary>
    /// <param name="folder">Where the reader is.</param>
    /// <param name="temp">Where the home of the reader, and what the shell prints, go.</param>
    public PageRun(string folder, TempFolder temp)
    {
        ArgumentNullException.ThrowIfNull(temp);
        (_folder, _notes) = (folder, temp);
        _home = Directory.CreateDirectory(temp.Combine("home")).FullName;
    }

    /// <summary>Folders that the shell looks for programs in, before all others.</summary>
    public string? Programs { get; init; }

    /// <summary>How long the whole page may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What stands on pages for an address that the test has another one for.</summary>
    /// <param name="written">What stands there, such as <c>registry.example.com</c>.</param>
    /// <param name="real">What is typed.</param>
    public void Replace(string written, string real) => _hosts[written] = real;

    /// <summary>Lets programs of other people speak plain HTTP to a registry of this machine.</summary>
    /// <param name="host">Host and port.</param>
    public void AllowPlainHttp(string host)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home, ".config", "containers")).FullName;
        File.WriteAllText(
            Path.Combine(folder, "registries.conf"), $"[[registry]]\nlocation = \"{host}\"\ninsecure = true\n");
    }

    /// <summary>Runs all blocks but those that are left out.</summary>
    /// <param name="blocks">The blocks of a page, or of a part of one.</param>
    /// <returns>What is wrong, block by block; empty when the page tells the truth.</returns>
    public async Task<string> RunAsync(IReadOnlyList<PageBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        foreach (var file in blocks.Where(block => block.FileName is not null))
        {
            var path = Path.Combine(_folder, file.FileName!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, Real(file.Text));
        }

        var typed = blocks.Where(block => block is { Language: "sh", IsScript: false }).ToList();
        var script = new StringBuilder("set -Eeo pipefail\n");
        foreach (var block in typed)
        {
            await File.WriteAllTextAsync(Note(block, "sh"), Real(block.Text));
            script.Append(CultureInfo.InvariantCulture, $"exec >'{Note(block, "out")}' 2>'{Note(block, "err")}'\n")
                .Append(CultureInfo.InvariantCulture, $". '{Note(block, "sh")}'\n");
        }

        var exitCode = await ShellAsync(script.ToString());
        return string.Concat(Faults(blocks, typed, exitCode));
    }

    /// <summary>Types a block that does not end, in another terminal.</summary>
    /// <param name="block">The block.</param>
    /// <param name="ready">How the line begins by which it says that it is ready.</param>
    /// <returns>The terminal, which the caller closes.</returns>
    public PageTerminal Open(PageBlock block, string ready)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new PageTerminal(Shell(Real(block.Text)), ready);
    }

    private IEnumerable<string> Faults(IReadOnlyList<PageBlock> blocks, List<PageBlock> typed, int exitCode)
    {
        var last = typed.LastOrDefault(block => File.Exists(Note(block, "out")));
        if (exitCode != 0 && last is not null)
        {
            yield return $"line {last.Line} ended with {exitCode}:\n"
                + last.Text + Read(last, "out") + Read(last, "err") + "\n";
        }

        foreach (var (block, shown) in blocks.Zip(blocks.Skip(1)))
        {
            if (shown.Language == "text" && typed.Contains(block) && Read(block, "out") is var printed
                && printed != shown.Text)
            {
                yield return $"line {shown.Line} shows\n{shown.Text}and it is\n{printed}\n";
            }
        }
    }

    private async Task<int> ShellAsync(string script)
    {
        using var shell = Process.Start(Shell(script))!;
        await shell.WaitForExitAsync().WaitAsync(Limit);
        return shell.ExitCode;
    }

    private ProcessStartInfo Shell(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = _folder };
        start.Environment["HOME"] = _home;
        start.Environment["DOTNET_CLI_HOME"] = _home;
        start.Environment["PATH"] = Programs is null
            ? Environment.GetEnvironmentVariable("PATH")
            : $"{Programs}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var name in (string[])["XDG_CONFIG_HOME", "DOCKER_CONFIG", "NUGET_PACKAGES", "BINDLE_URL"])
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private string Real(string text) => _hosts.Aggregate(
        text, (all, host) => all.Replace(host.Key, host.Value, StringComparison.Ordinal));

    private string Read(PageBlock block, string kind) => File.Exists(Note(block, kind))
        ? _hosts.Aggregate(
            File.ReadAllText(Note(block, kind)),
            (all, host) => all.Replace(host.Value, host.Key, StringComparison.Ordinal))
        : "";

    private string Note(PageBlock block, string kind) =>
        _notes.Combine($"{block.Line.ToString(CultureInfo.InvariantCulture)}.{kind}");
}
