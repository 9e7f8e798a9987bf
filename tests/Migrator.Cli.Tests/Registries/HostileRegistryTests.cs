using System.Globalization;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Registries;

/// <summary>
/// The program against registries that answer without end, in circles or with lies (spec/oci-peers.md 6c, rows 25, 30
/// and 49). It runs with a heap that has no room for what they send.
/// </summary>
public sealed class HostileRegistryTests : IDisposable
{
    private const long Heap = 48L << 20;
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();

    public static TheoryData<string> PushNames => [.. Pushes.Keys];

    public static TheoryData<string> ReadNames => [.. Reads.Keys];

    private static Dictionary<string, (RequestKind Kind, Fault Fault, int Code, string Says)> Pushes { get; } = new()
    {
        ["an error has no end"] = (
            RequestKind.UploadPost, Fault.EndlessBody(400), ExitCode.Target, "status 400"),
        ["an error has no end and may pass"] = (
            RequestKind.UploadPost, Fault.EndlessBody(503), ExitCode.Temporary, "status 503"),
        ["a good answer has a body without end"] = (
            RequestKind.ManifestPut, Fault.EndlessBody(201), ExitCode.Target, "status 404"),
        ["the list of referrers comes back without end"] = (
            RequestKind.ManifestGet, Fault.EndlessBody(200), ExitCode.Target, "more than 4194304 bytes"),
        ["an error is a million brackets"] = (
            RequestKind.UploadPost, Fault.Answer(Brackets), ExitCode.Target, "status 400"),
        ["headers are longer than anyone reads"] = (
            RequestKind.ManifestHead, Fault.HugeHeaders(1_000_000), ExitCode.Target, "headers are too long"),
        ["redirects go in a circle"] = (
            RequestKind.ManifestHead, Fault.RedirectLoop(), ExitCode.Target, "redirected more than 5 times"),
        ["redirects of an upload go in a circle"] = (
            RequestKind.UploadPut, Fault.RedirectLoop(), ExitCode.Target, "redirected more than 5 times"),
        ["a blob gets another digest"] = (
            RequestKind.UploadPut, Fault.WrongDigest(), ExitCode.Mismatch, "error BM4006"),
        ["the manifest gets another digest"] = (
            RequestKind.ManifestPut, Fault.WrongDigest(), ExitCode.Mismatch, "error BM4006"),
        ["an upload leads to another host"] = (
            RequestKind.UploadPost, Fault.Location("http://other.example/x"), ExitCode.Target, "--upload-host"),
    };

    private static Dictionary<string, (RequestKind Kind, Fault Fault, int Code, string Says)> Reads { get; } = new()
    {
        ["inspect"] = (RequestKind.TagsList, Fault.EndlessBody(200), ExitCode.Source, "a page has more than"),
        ["inspect of tags"] = (RequestKind.TagsList, Fault.Answer(ManyTags), ExitCode.Source, "more than 100000 tags"),
        ["inspect of links"] = (RequestKind.TagsList, NextPage(), ExitCode.Source, "more than 10000 pages"),
        ["inspect of words"] = (RequestKind.TagsList, Fault.Answer(Words), ExitCode.Source, "more than 16777216 bytes"),
        ["verify"] = (RequestKind.ManifestGet, Fault.EndlessBody(200), ExitCode.Mismatch, "error BM4504"),
        ["verify of a blob"] = (RequestKind.BlobGet, Fault.EndlessBody(200), ExitCode.Mismatch, "error BM4504"),
        ["restore"] = (RequestKind.BlobGet, Fault.EndlessBody(200), ExitCode.Mismatch, "error BM1900"),
        ["restore of referrers"] = (RequestKind.Referrers, Fault.EndlessBody(200), ExitCode.Source, "a page has"),
    };

    [Theory]
    [MemberData(nameof(PushNames))]
    [FaultRow(49)]
    public async Task Migrate_HostileAnswer_EndsClearlyWithinItsMemory(string name)
    {
        var (kind, fault, code, says) = Pushes[name];
        await using var host = await RegistryHost.StartAsync();
        host.Faults.OnEvery(kind, fault);

        var run = await RunAsync("migrate", Petstore, $"{host.Host}/app:1", "--retries", "0");

        Assert.True(run.ExitCode == code, $"{run.ExitCode}: {run.Error}");
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.InRange(run.Error.Length, 1, 4000);
        Assert.Empty(host.IncompleteTags());
    }

    [Theory]
    [MemberData(nameof(ReadNames))]
    [FaultRow(49)]
    public async Task Read_HostileAnswer_EndsClearlyWithinItsMemory(string name)
    {
        var (kind, fault, code, says) = Reads[name];
        await using var host = await RegistryHost.StartAsync();
        var place = $"{host.Host}/app:1";
        Assert.Equal(ExitCode.Done, (await CliRun.OfAsync("migrate", Petstore, place)).ExitCode);
        host.Faults.OnEvery(kind, fault);

        var run = await RunAsync(name.Split(' ')[0] switch
        {
            "verify" => ["verify", Petstore, place, "--retries", "0"],
            "restore" => ["restore", place, _temp.Combine("back"), "--retries", "0"],
            _ => ["inspect", $"{host.Host}/app", "--retries", "0"],
        });

        Assert.True(run.ExitCode == code, $"{run.ExitCode}: {run.Error}");
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Equal("absent", TempFolder.Fingerprint(_temp.Combine("back")));
    }

    public void Dispose() => _temp.Dispose();

    private static RegistryAnswer Brackets() =>
        new RegistryAnswer(400).WithText("application/json", new string('[', 1_000_000));

    private static int _page;

    private static RegistryAnswer ManyTags()
    {
        var page = Interlocked.Increment(ref _page);
        var tags = string.Join(',', Enumerable.Range(0, 100_000).Select(tag => $"\"t{page}-{tag}\""));
        return WithNext(page).WithText("application/json", $"{{\"name\":\"app\",\"tags\":[{tags}]}}");
    }

    private static RegistryAnswer Words() => WithNext(Interlocked.Increment(ref _page)).WithText(
        "application/json", $"{{\"name\":\"{new string('x', 2_000_000)}\",\"tags\":[]}}");

    private static Fault NextPage() => Fault.Answer(() =>
        WithNext(Interlocked.Increment(ref _page)).WithText("application/json", "{\"name\":\"app\",\"tags\":[]}"));

    private static RegistryAnswer WithNext(int page) => new RegistryAnswer(200).With(
        "Link", $"</v2/app/tags/list?n=1000&last={page.ToString(CultureInfo.InvariantCulture)}>; rel=\"next\"");

    private static Task<ToolResult> RunAsync(params string[] command) => Tool.RunAsync(
        "env", [$"DOTNET_GCHeapHardLimit={Heap:x}", .. CliProgram.Words, .. command]);
}
