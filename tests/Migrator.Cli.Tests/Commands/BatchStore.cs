using Migrator.Testing;

namespace Migrator.Cli.Tests.Commands;

/// <summary>A folder with a few bindles, and a batch file that takes them into layouts beside it.</summary>
internal sealed class BatchStore : IDisposable
{
    private readonly TempFolder _folder = new();

    public BatchStore(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var folder = Combine("apps", name);
            Directory.CreateDirectory(Path.Combine(folder, "parcels"));
            File.WriteAllText(
                Path.Combine(folder, "invoice.toml"),
                $"bindleVersion = '1.0.0'\n[bindle]\nname = '{name}'\nversion = '1.0.0'\n");
        }
    }

    public string Journal => Combine("batch.db");

    public string Combine(params ReadOnlySpan<string> parts) => _folder.Combine(parts);

    public Task<CliRun> PlanAsync(string sources = "[[source]]\nglob = 'apps/*'\n", params string[] more)
    {
        File.WriteAllText(
            Combine("batch.toml"),
            $"version = 1\n{sources}[target]\ntemplate = 'oci:store-{"{name}:{tag}"}'\nprofile = 'bindle'\n");
        return CliRun.OfAsync(["batch", "plan", Combine("batch.toml"), .. more]);
    }

    public void Dispose() => _folder.Dispose();
}
