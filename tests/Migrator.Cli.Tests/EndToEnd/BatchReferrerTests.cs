using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// Rules that clean a registry up remove manifests without a tag, whole bindles among them: <c>batch verify</c> tells,
/// and a plan made again brings them back.
/// </summary>
public sealed class BatchReferrerTests : IDisposable
{
    private const string Tag = "1.2.0_q0a1b2c3";
    private const string Index = "application/vnd.oci.image.index.v1+json";
    private const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    private readonly TempFolder _folder = new();

    private string Journal => _folder.Combine("batch.db");

    [Fact]
    public async Task Verify_RegistryWasCleanedUp_FailsUntilTheBatchIsPlannedAndRunAgain()
    {
        await using var registry = await RegistryProcess.StartAsync();
        var batch = WriteBatch(registry.Host);
        await RunAsync("batch", "plan", batch);
        await RunAsync("batch", "run", Journal);
        await RunAsync("batch", "verify", Journal);
        var (app, bindle) = await CleanUpAsync(registry);

        var broken = await CliRun.OfAsync("batch", "verify", Journal);
        var confirmed = await RunAsync("batch", "run", Journal);
        var still = await CliRun.OfAsync("batch", "verify", Journal, "--quiet");
        var lost = await CliRun.OfAsync("restore", app, _folder.Combine("lost"));
        var plan = await RunAsync("batch", "plan", batch, "--replace");
        var run = await RunAsync("batch", "run", Journal);
        await RunAsync("batch", "verify", Journal);
        await RunAsync("restore", app, _folder.Combine("back"));

        Assert.Equal((ExitCode.Mismatch, ExitCode.Mismatch), (broken.ExitCode, still.ExitCode));
        Assert.Contains("error BM6014", broken.Error, StringComparison.Ordinal);
        Assert.Contains(bindle, broken.Error, StringComparison.Ordinal);
        Assert.Contains("1 confirmed", confirmed.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Source, lost.ExitCode);
        Assert.Contains("1 migrate", plan.Output, StringComparison.Ordinal);
        Assert.Contains("1 done", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Combine("back"), "invoice.toml")));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<CliRun> RunAsync(params string[] arguments)
    {
        var run = await CliRun.OfAsync(arguments);
        Assert.True(run.ExitCode == ExitCode.Done, $"{string.Join(' ', arguments)}: {run.Output}{run.Error}");
        return run;
    }

    // As a rule does: first the tag that stands in for the list of referrers, then what no tag holds any more.
    private static async Task<(string App, string Bindle)> CleanUpAsync(RegistryProcess registry)
    {
        using var client = new HttpClient { BaseAddress = new Uri(registry.Address, "v2/petstore/manifests/") };
        using var tagged = await SendAsync(client, HttpMethod.Head, Tag, Manifest);
        var list = DigestOf(tagged).Replace(':', '-');
        using var listed = await SendAsync(client, HttpMethod.Get, list, Index);
        using var document = JsonDocument.Parse(await listed.Content.ReadAsStringAsync());
        var entry = Assert.Single(document.RootElement.GetProperty("manifests").EnumerateArray());
        var bindle = entry.GetProperty("digest").GetString()!;
        foreach (var digest in new[] { DigestOf(listed), bindle })
        {
            using var deleted = await SendAsync(client, HttpMethod.Delete, digest, Manifest);
            Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
        }

        return ($"{registry.Host}/petstore:{Tag}", bindle);
    }

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string reference, string mediaType)
    {
        var request = new HttpRequestMessage(method, new Uri(reference.Replace(":", "%3A"), UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        return client.SendAsync(request);
    }

    private static string DigestOf(HttpResponseMessage response) =>
        Assert.Single(response.Headers.GetValues("Docker-Content-Digest"));

    private string WriteBatch(string host)
    {
        var path = _folder.Combine("batch.toml");
        File.WriteAllText(path, $"""
            version = 1
            [[source]]
            folder = "{RepositoryRoot.Combine("testdata", "petstore")}"
            [target]
            registry = "{host}"

            """);
        return path;
    }
}
