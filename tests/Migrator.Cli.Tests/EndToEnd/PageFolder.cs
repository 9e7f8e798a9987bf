using System.Diagnostics;
using Migrator.Testing;
using Migrator.Testing.Pages;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A reader's folder, with the data of the checkout and the program on the PATH.</summary>
internal sealed class PageFolder : IDisposable
{
    private readonly TempFolder _temp = new();

    public PageFolder()
    {
        Directory.CreateDirectory(_temp.Combine("checkout"));
        Directory.CreateDirectory(_temp.Combine("programs"));
        File.CreateSymbolicLink(Combine("testdata"), RepositoryRoot.Combine("testdata"));
        var program = _temp.Combine("programs", "bindle2oci");
        File.WriteAllText(program, $"#!/bin/sh\nexec {CliProgram.InShell} \"$@\"\n");
        using var chmod = Process.Start("chmod", ["+x", program]);
        chmod.WaitForExit();
        Run = new PageRun(Combine(), _temp) { Programs = _temp.Combine("programs") };
    }

    /// <summary>The reader.</summary>
    public PageRun Run { get; }

    /// <summary>A path below the folder in which the reader is.</summary>
    public string Combine(params ReadOnlySpan<string> parts) =>
        Path.Combine([_temp.Combine("checkout"), .. parts]);

    public void Dispose() => _temp.Dispose();
}
