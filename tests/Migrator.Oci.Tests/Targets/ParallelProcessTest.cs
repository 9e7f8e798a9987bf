using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Testing;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets;

public sealed class ParallelProcessTest : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("oci", "layout")]
    [InlineData("oci-archive", "app.tar")]
    public async Task Push_ThreeProcessesAtOnePlace_AllTagsComeThrough(string kind, string name)
    {
        const int each = 8;
        var place = $"{kind}:{_folder.Combine(name)}";
        string[] writers = ["a", "b", "c"];
        var results = await Task.WhenAll(writers.Select(writer => PusherProcess.RunAsync(place, writer, each)));
        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.Error));

        var reference = TargetReference.Parse(place);
        await using var target = await OciTargets.OpenReadOnlyAsync(reference, CancellationToken.None);
        Assert.Equal(
            writers.SelectMany(writer => Enumerable.Range(0, each).Select(number => $"{writer}-{number}")),
            await ToListAsync(target.ListTagsAsync(CancellationToken.None)));
        Assert.Equal(Bytes("own c 7"), await ReadAsync(target, Layer("own c 7")));
        Assert.Equal([_folder.Combine(name)], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("oci", "layout")]
    [InlineData("oci-archive", "app.tar")]
    public async Task Push_AfterAProcessWasKilledInAPush_CleansUpAfterIt(string kind, string name)
    {
        var place = $"{kind}:{_folder.Combine(name)}";
        await PusherProcess.RunAndKillAsync(place, "lost");
        var left = Directory.GetFiles(_folder.Path, Layer("lost").Digest.Hex, SearchOption.AllDirectories);
        Assert.Single(left);

        await using (var target = await OciTargets.OpenAsync(TargetReference.Parse(place), CancellationToken.None))
        {
            await PushLayerAsync(target, "a");
            Assert.False(File.Exists(left[0]));
            await PushImageAsync(target, "t", "a");
        }

        Assert.DoesNotContain("staging", _folder.Fingerprint(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
