using System.Text.Json.Nodes;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Golden;

/// <summary>One app of the golden data: a bindle that Spin made, and the artifacts that Spin made of it.</summary>
internal sealed class GoldenApp(string name)
{
    private readonly string _folder = SharedData.Combine("golden", "spin", name);

    /// <summary>Its folder below <c>golden/spin</c>.</summary>
    public string Name => name;

    /// <summary>Every app with all of the named files.</summary>
    public static IEnumerable<string> NamesWith(params string[] files)
    {
        var root = SharedData.Combine("golden", "spin");
        string[] groups = ["corpus", "made", "early/v0.1.0/corpus", "early/v0.1.0/made", "early/v0.2.0/corpus", "early/v0.2.0/made"];
        return groups
            .SelectMany(group => SharedData.Folders("golden", "spin", group))
            .Where(folder => files.All(file => File.Exists(Path.Combine(folder, file))))
            .Select(folder => Path.GetRelativePath(root, folder).Replace('\\', '/'));
    }

    /// <summary>The same as rows of a theory.</summary>
    public static TheoryData<string> RowsWith(params string[] files) => [.. NamesWith(files)];

    public byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(_folder, file));

    public JsonNode Json(string file) => JsonNode.Parse(Bytes(file))!;

    /// <summary>Reads, verifies and converts the bindle.</summary>
    public async Task<ConversionOutcome> ConvertAsync(ConversionOptions options)
    {
        var invoice = Bytes("bindle/invoice.toml");
        var reading = InvoiceToml.Read(invoice, "invoice.toml");
        var package = BindlePackage.Create(name, invoice, reading, new Parcels(Path.Combine(_folder, "bindle", "parcels")));
        var verification = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), default);
        Assert.NotNull(verification.Bindle);
        return await Converter.ConvertAsync(verification.Bindle, options, default);
    }

    /// <summary>The bytes of one blob of an artifact.</summary>
    public static async Task<byte[]> BlobAsync(Artifact artifact, Descriptor descriptor)
    {
        var blob = artifact.Blobs.Single(blob => blob.Descriptor.Digest == descriptor.Digest);
        await using var stream = await blob.Open(default);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        Assert.Equal(descriptor, Descriptor.Of(descriptor.MediaType, bytes.ToArray()));
        return bytes.ToArray();
    }

    private sealed class Parcels(string folder) : IParcelStore
    {
        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken)
        {
            var file = new FileInfo(Path.Combine(folder, sha256 + ".dat"));
            return ValueTask.FromResult(new ParcelPresence(
                file.Exists ? file.Length : null, file.Exists ? null : "There is no such file."));
        }

        public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Stream>(File.OpenRead(Path.Combine(folder, sha256 + ".dat")));
    }
}
