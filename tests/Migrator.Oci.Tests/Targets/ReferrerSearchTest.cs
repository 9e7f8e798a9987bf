using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Layout;
using Migrator.Testing;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets;

public sealed class ReferrerSearchTest : IDisposable
{
    private const int Images = 20;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task ListReferrersAsync_ManyImages_OpensTheOneReferrer()
    {
        var layout = _temp.Combine("layout");
        var images = new List<Descriptor>();
        await using (var target = LayoutTarget.Open(layout))
        {
            for (var number = 0; number < Images; number++)
            {
                var image = await PushImageAsync(target, $"t{number}", $"image {number}");
                await PushManifestAsync(target, ManifestOf() with { Subject = image, ArtifactType = "x" });
                images.Add(image);
            }
        }

        foreach (var image in images)
        {
            // Each job opens a target of its own.
            await using var counting = new CountingTarget(LayoutTarget.OpenReadOnly(layout));
            var index = IndexDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(layout, "index.json")));
            var manifests = new HeldManifests(counting);
            Assert.Single(await ToListAsync(ReferrerSearch.FindAsync(index, image.Digest, "x", manifests, None)));
            Assert.Equal(1, counting.Opened);
        }
    }

    private sealed class CountingTarget(IReadOnlyTarget inner) : IReadOnlyTarget
    {
        public int Opened { get; private set; }

        public string Description => inner.Description;

        public Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken) =>
            inner.ResolveOrNullAsync(reference, cancellationToken);

        public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
            inner.ExistsAsync(descriptor, cancellationToken);

        public Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken)
        {
            Opened++;
            return inner.OpenAsync(descriptor, cancellationToken);
        }

        public IAsyncEnumerable<string> ListTagsAsync(CancellationToken cancellationToken) =>
            inner.ListTagsAsync(cancellationToken);

        public IAsyncEnumerable<Descriptor> ListReferrersAsync(
            Digest subject, string? artifactType, CancellationToken cancellationToken) =>
            inner.ListReferrersAsync(subject, artifactType, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
