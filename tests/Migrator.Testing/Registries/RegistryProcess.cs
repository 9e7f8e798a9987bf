using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Migrator.Testing.Registries;

/// <summary>
/// A real registry, Debian's <c>docker-registry</c>, on a free loopback port, with its data in a temporary folder.
/// </summary>
public sealed partial class RegistryProcess : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringBuilder _log = new();
    private readonly string _config;
    private readonly bool _tls;
    private TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process _process;

    private RegistryProcess(RegistryProcessOptions options)
    {
        _tls = options.Certificate is not null;
        _config = RegistryProcessConfig.Write(_folder, options);
        _process = CreateProcess();
    }

    /// <summary>Where it listens: <c>localhost:PORT</c>.</summary>
    public string Host => "localhost:" + Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The port.</summary>
    public int Port => _port.Task.Result;

    /// <summary>The root of its API: <c>http://localhost:PORT/</c>, or https.</summary>
    public Uri Address => new((_tls ? "https://" : "http://") + Host + "/");

    /// <summary>Where its storage driver keeps blobs, for tests that look at its disk.</summary>
    public string DataFolder => RegistryProcessConfig.DataFolder(_folder);

    /// <summary>What it has logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts a registry that is open to all.</summary>
    /// <returns>The registry, which listens.</returns>
    /// <exception cref="InvalidOperationException">It is not installed; the message says what to install.</exception>
    public static Task<RegistryProcess> StartAsync() => StartAsync(new RegistryProcessOptions());

    /// <summary>Starts a registry.</summary>
    /// <param name="options">Who may enter, and whether it speaks TLS.</param>
    /// <returns>The registry, which listens.</returns>
    /// <exception cref="InvalidOperationException">It is not installed; the message says what to install.</exception>
    public static async Task<RegistryProcess> StartAsync(RegistryProcessOptions options)
    {
        var registry = new RegistryProcess(options);
        try
        {
            await registry.ListenAsync();
            return registry;
        }
        catch (Win32Exception missing)
        {
            registry._folder.Dispose();
            throw new InvalidOperationException(
                "docker-registry is not installed. Install it with: apt-get install docker-registry, "
                + "or run tests/run, which does.",
                missing);
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the registry and starts it again on the same port, over what it has on its disk.</summary>
    /// <param name="meanwhile">What is done while nobody listens.</param>
    public async Task RestartAsync(Func<Task> meanwhile)
    {
        ArgumentNullException.ThrowIfNull(meanwhile);
        var config = await File.ReadAllTextAsync(_config);
        await File.WriteAllTextAsync(
            _config,
            config.Replace("addr: 127.0.0.1:0\n", $"addr: 127.0.0.1:{Port}\n", StringComparison.Ordinal));
        await EndAsync();
        await meanwhile();
        _port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = CreateProcess();
        await ListenAsync();
    }

    /// <summary>Stops the registry and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _folder.Dispose();
    }

    private async Task EndAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private Process CreateProcess()
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("docker-registry", ["serve", _config])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            },
            EnableRaisingEvents = true,
        };
        var port = _port;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => port.TrySetException(
            new InvalidOperationException("docker-registry ended before it listened. Its log:\n" + Log));
        return process;
    }

    private Task ListenAsync()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return _port.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _port.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }

    // Port 0 lets the system choose; the log says which one.
    [GeneratedRegex(@"listening on 127\.0\.0\.1:([0-9]+)")]
    private static partial Regex Listening();
}
