using Migrator.Bindle.Sources;
using Migrator.Oci.Targets;

namespace Migrator.Conversion.Tests.Faithful;

/// <summary>Pushes artifacts as the pipeline does: blobs, manifest, tag; and compares what comes back.</summary>
internal static class Pushing
{
    public static async Task PushAsync(this ITarget target, Artifact artifact, string? tag)
    {
        foreach (var blob in artifact.Blobs)
        {
            await target.PushBlobAsync(blob.Descriptor, blob.Open, CancellationToken.None);
        }

        await target.PushManifestAsync(artifact.Descriptor, artifact.ManifestBytes, CancellationToken.None);
        if (tag is not null)
        {
            await target.TagAsync(artifact.Descriptor, tag, CancellationToken.None);
        }
    }

    public static async Task AssertSameAsync(BindlePackage expected, BindlePackage actual)
    {
        Assert.Equal(expected.InvoiceBytes.ToArray(), actual.InvoiceBytes.ToArray());
        Assert.DoesNotContain(actual.Findings, finding => finding.IsError);
        foreach (var parcel in expected.Invoice!.Parcels)
        {
            Assert.Equal(await ReadAsync(expected, parcel.Label.Sha256), await ReadAsync(actual, parcel.Label.Sha256));
        }
    }

    public static async Task<byte[]> ReadAsync(BindlePackage package, string sha256)
    {
        await using var content = await package.OpenParcelAsync(sha256, CancellationToken.None);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer);
        return buffer.ToArray();
    }
}
