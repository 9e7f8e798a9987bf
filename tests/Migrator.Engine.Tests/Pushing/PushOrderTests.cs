using Migrator.Conversion;
using Migrator.Engine.Pushing;
using Migrator.Oci.Model;

namespace Migrator.Engine.Tests.Pushing;

public sealed class PushOrderTests
{
    [Theory]
    [InlineData(1, new[] { 1L, 2, 3, 4, 5 })]
    [InlineData(2, new[] { 1L, 5, 2, 4, 3 })]
    [InlineData(3, new[] { 1L, 2, 5, 3, 4 })]
    public void NextOrNull_LanesInTurn_SmallOnesNeverWaitForLargeOnes(int lanes, long[] expected)
    {
        var order = new PushOrder([.. new[] { 3L, 5, 1, 4, 2 }.Select(Blob)], lanes);
        var taken = new List<long>();
        for (var turn = 0; order.NextOrNull(turn % lanes) is { } blob; turn++)
        {
            taken.Add(blob.Descriptor.Size);
        }

        Assert.Equal(expected, taken);
        Assert.Equal(Enumerable.Range(0, lanes), order.Lanes);
    }

    private static ArtifactBlob Blob(long size) => new(
        new Descriptor { MediaType = "x", Digest = Digest.Of([(byte)size]), Size = size },
        _ => throw new InvalidOperationException());
}
