using System.Text;
using System.Text.Json.Nodes;
using Migrator.Conversion;
using Migrator.Engine.Audit;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Layout;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>
/// A layout with the petstore, migrated, whose files are then changed as someone would who recomputes every digest.
/// </summary>
internal sealed class TamperedLayout : IDisposable
{
    private const string TagAnnotation = "org.opencontainers.image.ref.name";
    private readonly TempFolder _folder = new();

    private TamperedLayout()
    {
    }

    /// <summary>What <c>index.json</c> is to say; written before the audit.</summary>
    public JsonObject Index { get; private set; } = [];

    /// <summary>The entries of the index.</summary>
    public JsonArray Entries => Index["manifests"]!.AsArray();

    /// <summary>The entry of the tag.</summary>
    public JsonObject Main => Entries.Single(entry => TagOf(entry!) is not null)!.AsObject();

    /// <summary>The entry of the bindle's copy.</summary>
    public JsonObject Referrer => Entries.Single(entry => TagOf(entry!) is null)!.AsObject();

    public static async Task<TamperedLayout> MakeAsync(Profile profile)
    {
        var layout = new TamperedLayout();
        var bindle = await AuditedBindle.OpenAsync(AuditedBindle.Petstore);
        var options = new ConversionOptions { Profile = profile };
        var outcome = await Converter.ConvertAsync(bindle, options, CancellationToken.None);
        await using var target = LayoutTarget.Open(layout._folder.Path);
        await ConvertedAuditTests.PushAsync(target, outcome.Artifact!);
        await target.TagAsync(outcome.Artifact!.Descriptor, "tag", CancellationToken.None);
        layout.Index = JsonNode.Parse(File.ReadAllText(layout._folder.Combine("index.json")))!.AsObject();
        return layout;
    }

    public async Task<AuditReport> AuditAsync(string reference = "tag")
    {
        File.WriteAllText(_folder.Combine("index.json"), Index.ToJsonString());
        var bindle = await AuditedBindle.OpenAsync(AuditedBindle.Petstore);
        await using var target = LayoutTarget.OpenReadOnly(_folder.Path);
        return await ArtifactAudit.RunAsync(bindle, target, reference, new AuditOptions(), CancellationToken.None);
    }

    /// <summary>The file of the blob that a descriptor names.</summary>
    public string PathOf(JsonNode descriptor) =>
        _folder.Combine("blobs", "sha256", ((string)descriptor["digest"]!)["sha256:".Length..]);

    /// <summary>Changes the JSON that a descriptor names, and the descriptor with it.</summary>
    public void Change(JsonObject descriptor, Action<JsonObject> change)
    {
        var content = JsonNode.Parse(File.ReadAllBytes(PathOf(descriptor)))!.AsObject();
        change(content);
        Put(descriptor, content.ToJsonString());
    }

    /// <summary>Changes the artifact's manifest; its referrer follows.</summary>
    public void ChangeMain(Action<JsonObject> change)
    {
        Change(Main, change);
        Change(Referrer, copy => copy["subject"] = new JsonObject
        {
            ["mediaType"] = MediaTypes.ImageManifest,
            ["digest"] = Main["digest"]!.DeepClone(),
            ["size"] = Main["size"]!.DeepClone(),
        });
    }

    /// <summary>Changes the invoice in a copy.</summary>
    public void ChangeInvoice(JsonObject copy, string old, string other) => Change(copy, manifest =>
    {
        var config = manifest["config"]!.AsObject();
        var invoice = File.ReadAllText(PathOf(config));
        Assert.Contains(old, invoice, StringComparison.Ordinal);
        Put(config, invoice.Replace(old, other, StringComparison.Ordinal));
    });

    /// <summary>Adds a second copy with a change in its invoice.</summary>
    public void AddCopy(string old, string other)
    {
        var copy = Referrer.DeepClone().AsObject();
        ChangeInvoice(copy, old, other);
        Entries.Add((JsonNode)copy);
    }

    public void Dispose() => _folder.Dispose();

    private static string? TagOf(JsonNode entry) => (string?)entry["annotations"]?[TagAnnotation];

    private void Put(JsonObject descriptor, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        descriptor["digest"] = Digest.Of(content).ToString();
        descriptor["size"] = content.Length;
        File.WriteAllBytes(PathOf(descriptor), content);
    }
}
