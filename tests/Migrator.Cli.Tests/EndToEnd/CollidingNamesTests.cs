using System.Text.Json;
using Migrator.Cli.Tests.BadInput;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A store whose bindles would meet in one repository (spec/bindle.md 10.1, row 26).</summary>
public sealed class CollidingNamesTests : IDisposable
{
    private const string Other = "Example.com/small";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Inspect_NamesThatDifferInCase_WarnsAndListsThem()
    {
        var store = SmallBindle.WriteStore(_temp.Combine("store"), SmallBindle.Key);
        var folder = Directory.CreateDirectory(
            Path.Combine(store, "invoices", SmallBindle.ShaOf($"{Other}/1.0.0"))).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "invoice.toml"), SmallBindle.Swap(SmallBindle.Name, Other)(SmallBindle.Invoice));

        var text = await CliRun.OfAsync("inspect", store);
        var json = await CliRun.OfAsync("inspect", store, "--output", "json");

        Assert.Equal(ExitCode.Done, text.ExitCode);
        Assert.Contains("warning BM1910", text.Error, StringComparison.Ordinal);
        Assert.Contains($"{Other}/1.0.0", text.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        var finding = Assert.Single(document.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal("BM1910", finding.GetProperty("code").GetString());
        Assert.Equal("repository example.com/small", finding.GetProperty("subject").GetString());
    }
}
