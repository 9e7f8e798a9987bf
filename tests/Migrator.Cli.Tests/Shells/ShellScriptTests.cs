using System.Runtime.Versioning;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Shells;

/// <summary>The scripts, run by the shells that they are for.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ShellScriptTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public ShellScriptTests()
    {
        var program = _temp.Combine("bindle2oci");
        File.WriteAllText(program, $"#!/bin/sh\nexec {CliProgram.InShell} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Bash_SourcedScript_CompletesOptionsAndRegistersTheFunction()
    {
        var run = await RunAsync("bash", "--norc", "-c", """
            source <(bindle2oci completion bash)
            COMP_LINE='bindle2oci migrate ./shop --profile sp more' COMP_POINT=38
            COMP_WORDS=(bindle2oci migrate ./shop --profile sp more) COMP_CWORD=4
            _bindle2oci && printf '%s\n' "${COMPREPLY[@]}"
            COMP_LINE='bindle2oci migrate --profile=u' COMP_POINT=30
            COMP_WORDS=(bindle2oci migrate --profile = u) COMP_CWORD=4
            _bindle2oci && printf '%s\n' "${COMPREPLY[@]}"
            COMP_LINE='~/bindle2oci mig' COMP_POINT=16
            COMP_WORDS=('~/bindle2oci' mig) COMP_CWORD=1
            _bindle2oci && printf '%s\n' "${COMPREPLY[@]}"
            complete -p bindle2oci
            """);

        Assert.Equal(
            "spin1\nspin2\nuniversal\nmigrate\ncomplete -o bashdefault -o default -F _bindle2oci bindle2oci\n",
            run.Output);
    }

    [ShellFact("zsh")]
    public async Task Zsh_SourcedScript_CompletesOptionsElseFiles()
    {
        var run = await RunAsync("zsh", "-f", "-c", """
            compdef() { print "compdef $*" }
            source <(bindle2oci completion zsh)
            compadd() { print "compadd $*" }
            _files() { print files }
            words=(bindle2oci migrate ./shop --profile sp) CURRENT=5 PREFIX=sp; _bindle2oci
            words=('~/bindle2oci' migrate ./shop --profile sp) CURRENT=5 PREFIX=sp; _bindle2oci
            words=(bindle2oci migrate ./sh) CURRENT=3 PREFIX=./sh; _bindle2oci
            """);

        Assert.Equal(
            "compdef _bindle2oci bindle2oci\ncompadd -- spin1 spin2\ncompadd -- spin1 spin2\nfiles\n", run.Output);
    }

    [ShellFact("fish")]
    public async Task Fish_SourcedScript_CompletesOptionsElseFiles()
    {
        var run = await RunAsync("fish", "--no-config", "-c", """
            bindle2oci completion fish | source
            complete --do-complete 'bindle2oci migrate ./shop --profile sp'
            complete --do-complete "bindle2oci migrate $HOME/bindle2o"
            """);

        Assert.Equal($"spin1\nspin2\n{_temp.Combine("bindle2oci")}\n", run.Output);
    }

    [ShellFact("pwsh")]
    public async Task PowerShell_InvokedScript_CompletesOptions()
    {
        var run = await RunAsync("pwsh", "-NoProfile", "-Command", """
            bindle2oci completion powershell | Out-String | Invoke-Expression
            $line = 'bindle2oci migrate ./shop --profile sp'
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
            """);

        Assert.Equal("spin1\nspin2\n", run.Output);
    }

    [ShellFact("man")]
    public async Task Man_PageOfACommand_IsShownWithoutAWarning()
    {
        await RunAsync("bash", "-c", "bindle2oci man verify > \"$HOME/page.1\"");

        var run = await RunAsync("man", "--warnings", "-l", _temp.Combine("page.1"));

        Assert.Empty(run.Error);
        Assert.Contains("bindle2oci-verify - Reads and hashes all of a bindle", run.Output, StringComparison.Ordinal);
        Assert.Contains("--keyring <FILE>", run.Output, StringComparison.Ordinal);
        Assert.Contains("       bindle2oci verify [<source> [<target>]] [opt", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private Task<ToolResult> RunAsync(string shell, params string[] arguments)
    {
        string[] world =
        [
            $"PATH={_temp.Path}:{Environment.GetEnvironmentVariable("PATH")}", $"HOME={_temp.Path}", "MANWIDTH=120",
            "LC_ALL=C.UTF-8",
        ];
        return Tool.RunAsync("env", [.. world, shell, .. arguments]);
    }
}
