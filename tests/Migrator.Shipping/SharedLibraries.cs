using System.Diagnostics;

namespace Migrator.Shipping;

/// <summary>The shared libraries of this machine, as its loader finds them.</summary>
internal static class SharedLibraries
{
    /// <summary>Where a library lies.</summary>
    /// <param name="name">Such as <c>libssl.so.3</c>.</param>
    public static string Find(string name) => Lines("ldconfig", "-p")
        .Where(line => line.TrimStart().StartsWith(name + " ", StringComparison.Ordinal))
        .Select(line => line[(line.LastIndexOf("=> ", StringComparison.Ordinal) + "=> ".Length)..].Trim())
        .FirstOrDefault() ?? throw new FileNotFoundException($"{name} is not installed; install libssl3.");

    /// <summary>What the loader brings in for some files, the loader itself included.</summary>
    public static IEnumerable<string> NeededBy(IEnumerable<string> files) => files
        .SelectMany(file => Lines("ldd", file))
        .SelectMany(line => line.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Where(word => word.StartsWith('/') && !word.EndsWith(':'))
        .Distinct(StringComparer.Ordinal);

    private static string[] Lines(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n')
            : throw new InvalidOperationException($"{program} {argument} ended with {process.ExitCode}.");
    }
}
