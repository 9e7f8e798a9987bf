using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Migrator.Testing;

/// <summary>
/// A real registry, Debian's <c>docker-registry</c>, on a free loopback port, with its data in a temporary folder.
/// </summary>
public sealed partial class RegistryProcess : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private RegistryProcess()
    {
        var config = _folder.Combine("config.yml");
        File.WriteAllText(config, Config(_folder.Combine("data")));
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("docker-registry", ["serve", config])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => LookForPort(line.Data);
        _process.ErrorDataReceived += (_, line) => LookForPort(line.Data);
        _process.Exited += (_, _) =>
            _port.TrySetException(new InvalidOperationException("docker-registry ended before it listened."));
    }

    /// <summary>Where it listens: <c>localhost:PORT</c>.</summary>
    public string Host => "localhost:" + _port.Task.Result.ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts a registry.</summary>
    /// <returns>The registry, which listens.</returns>
    /// <exception cref="InvalidOperationException">It is not installed; the message says what to install.</exception>
    public static async Task<RegistryProcess> StartAsync()
    {
        var registry = new RegistryProcess();
        try
        {
            registry._process.Start();
            registry._process.BeginOutputReadLine();
            registry._process.BeginErrorReadLine();
            await registry._port.Task.WaitAsync(TimeSpan.FromMinutes(1));
            return registry;
        }
        catch (Win32Exception missing)
        {
            registry._folder.Dispose();
            throw new InvalidOperationException(
                "docker-registry is not installed. Install it with: apt-get install docker-registry, or run tests/run.",
                missing);
        }
    }

    /// <summary>Stops the registry and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    // Port 0 lets the system choose; the log says which one.
    private static string Config(string data) => $"""
        version: 0.1
        log:
          level: info
        storage:
          filesystem:
            rootdirectory: {data}
        http:
          addr: 127.0.0.1:0
          secret: tests
        """;

    private void LookForPort(string? line)
    {
        if (line is not null && Listening().Match(line) is { Success: true } match)
        {
            _port.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"listening on 127\.0\.0\.1:([0-9]+)")]
    private static partial Regex Listening();
}
