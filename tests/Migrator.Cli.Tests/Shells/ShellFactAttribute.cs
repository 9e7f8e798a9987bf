namespace Migrator.Cli.Tests.Shells;

/// <summary>A test by a shell that not every machine has; tests/run installs what Debian has of them.</summary>
public sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute(string program)
    {
        Program = program;
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            Skip = $"{program} is not installed";
        }
    }

    /// <summary>The program that the test runs.</summary>
    public string Program { get; }
}
