using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources.Trees;

/// <summary>Fifty HIPPOFACTS that people wrote, against what the real Hippo made of them.</summary>
public sealed class HippoGoldenTests
{
    /// <summary>Which finding of ours stands for each error of Hippo's, by a piece of its text.</summary>
    private static readonly (string Text, FindingKind Kind)[] Causes =
    [
        ("newline in string found at line 8", TreeFindings.NotToml),
        ("unknown field `files`", TreeFindings.UnknownField),
        ("unknown field `condition`", TreeFindings.UnknownField),
        ("is not a valid semantic version", TreeFindings.BadId),
        ("does not contain specified parcel", TreeFindings.ImportHandlerMissing),
        ("may not specify an entrypoint", TreeFindings.ExternalEntrypoint),
        ("invalid type: string", TreeFindings.BadField),
    ];

    public static TheoryData<string> Made => [.. Apps(isMade: true)];

    public static TheoryData<string> Refused => [.. Apps(isMade: false)];

    [SharedFact]
    public void Golden_Apps_AreFifty() => Assert.Equal((39, 11), (Made.Count, Refused.Count));

    [SharedTheory]
    [MemberData(nameof(Made))]
    public async Task OpenAsync_TreeOfGoldenBindle_GivesHippoInvoice(string app)
    {
        var golden = SharedData.Combine("golden", "hippofacts", app);
        var expected = HippoTree.InvoiceOf(golden)!;

        var actual = await ReadAsync(golden, expected);

        Assert.True(actual.Invoice is not null, string.Join('\n', actual.Findings));
        Assert.Equal(Canonical(expected), Canonical(actual.Invoice));
    }

    [SharedTheory]
    [MemberData(nameof(Made))]
    public void Write_GoldenInvoice_GivesHippoBytes(string app)
    {
        var path = SharedData.Combine("golden", "hippofacts", app, "bindle", "invoice.toml");
        var bytes = File.ReadAllBytes(path);

        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(bytes),
            System.Text.Encoding.UTF8.GetString(InvoiceToml.Write(InvoiceToml.Read(bytes, path).Invoice!)));
    }

    [SharedTheory]
    [MemberData(nameof(Refused))]
    public async Task OpenAsync_TreeThatHippoRefused_IsRefusedForTheSameCause(string app)
    {
        var golden = SharedData.Combine("golden", "hippofacts", app);
        using var result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(golden, "result.json")));
        var error = result.RootElement.GetProperty("prepare").GetProperty("error").GetString()!;
        var cause = Causes.Single(cause => error.Contains(cause.Text, StringComparison.Ordinal)).Kind;

        var actual = await ReadAsync(golden, invoice: null);

        Assert.Null(actual.Invoice);
        Assert.Contains(actual.Findings, finding => finding.Kind == cause && finding.IsError);
    }

    private static IEnumerable<string> Apps(bool isMade) => SharedData.Folders("golden", "hippofacts")
        .Where(folder => Directory.Exists(Path.Combine(folder, "bindle")) == isMade)
        .Select(folder => Path.GetFileName(folder)!);

    private static async Task<InvoiceReading> ReadAsync(string golden, Invoice? invoice)
    {
        using var temp = new TempFolder();
        var facts = HippoTree.LayOut(golden, temp.Combine("app"));
        if (invoice is null)
        {
            // What the refused ones name, so that nothing but their own fault stops them.
            Directory.CreateDirectory(temp.Combine("app", "out"));
            File.WriteAllBytes(temp.Combine("app", "out", "fake.wasm"), "\0asm\u0001\0\0\0"u8.ToArray());
        }

        var options = new BindleSourceOptions { OpenImports = _ => Task.FromResult(HippoTree.Imports(invoice)) };
        await using var source = await BindleSources.OpenAsync(facts, options, CancellationToken.None);
        var package = await source.OpenAsync(null, CancellationToken.None);
        return new InvoiceReading(package.Invoice, package.Findings);
    }

    // Hippo wrote the files in the order of a hash map.
    private static string Canonical(Invoice invoice)
    {
        var modules = invoice.Parcels.TakeWhile(parcel => parcel.IsGlobal).ToList();
        var files = invoice.Parcels.Skip(modules.Count)
            .OrderBy(parcel => parcel.Label.Name, StringComparer.Ordinal)
            .ThenBy(parcel => parcel.Label.Sha256, StringComparer.Ordinal);
        return System.Text.Encoding.UTF8.GetString(
            InvoiceToml.Write(invoice with { Parcels = [.. modules, .. files] }));
    }
}
