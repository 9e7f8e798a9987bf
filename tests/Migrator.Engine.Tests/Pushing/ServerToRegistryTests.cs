using Microsoft.AspNetCore.Http;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing;
using Migrator.Testing.BindleServer;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Pushing;

/// <summary>Whole jobs from a live Bindle server to a registry.</summary>
public sealed class ServerToRegistryTests : IDisposable
{
    private static readonly string[] Names = ["a.txt", "b.txt", "c.txt", "d.txt"];
    private readonly TempFolder _temp = new();
    private readonly HttpMessageHandler _handler = RegistryHandlers.Create(new RegistryConnection());
    private readonly MemoryBindle _bindle =
        new MemoryBindle().With("a.txt", "1st").With("b.txt", "2nd").With("c.txt", "3rd").With("d.txt", "4th");

    [Fact]
    public async Task RunAsync_EverythingThere_StreamsEachParcelOnce()
    {
        await using var server = await StartAsync(Names);
        await using var registry = await RegistryHost.StartAsync();

        var outcome = await RunAsync(server, registry);

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal(Names.Length, server.Requests.Count(request => request.Target.Contains('@')));
        Assert.Empty(registry.IncompleteTags());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_ParcelsAreMissing_NamesEachAndWritesNothing(bool tellsMissing)
    {
        Task<bool> WithoutMissing(HttpContext context)
        {
            context.Response.StatusCode = 404;
            return Task.FromResult(context.Request.Path.StartsWithSegments("/v1/_r", StringComparison.Ordinal));
        }

        await using var server = await StartAsync(["b.txt"], tellsMissing ? null : WithoutMissing);
        await using var registry = await RegistryHost.StartAsync();

        var outcome = await RunAsync(server, registry);

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        Assert.Equal(
            ["parcel[0] 'a.txt'", "parcel[2] 'c.txt'", "parcel[3] 'd.txt'"],
            outcome.Findings.Where(finding => finding.Kind == VerifyFindings.ParcelMissing)
                .Select(finding => finding.Subject));
        Assert.Empty(registry.Requests.All);
    }

    public void Dispose()
    {
        _handler.Dispose();
        _temp.Dispose();
    }

    private async Task<MigrationOutcome> RunAsync(BindleTestServer server, RegistryHost registry)
    {
        using var client = new RegistryClient(new RegistryOptions { Handler = _handler, IsLoopbackPlainHttp = true });
        await using var target = client.Open(new RegistryReference(registry.Host, "team/shop"));
        var options = new BindleServerOptions { Address = BindleServerAddress.Parse(server.Url) };
        return await new MigrationPipeline(TimeProvider.System, NoObserver.Instance).RunAsync(
            new MigrationRequest
            {
                OpenSource = _ => Task.FromResult<IBindleSource>(
                    new BindleServerSource(BindleServerHandlers.Create(), options, TimeProvider.System)),
                Id = _bindle.Id,
                Target = MigrationTarget.Of(target),
                Conversion = new ConversionOptions { Profile = Profile.Bindle },
            },
            CancellationToken.None);
    }

    // A server's store with the invoice, and the parcels that are named.
    private async Task<BindleTestServer> StartAsync(string[] parcels, Func<HttpContext, Task<bool>>? fault = null)
    {
        var package = await _bindle.OpenAsync(_bindle.Id, CancellationToken.None);
        await WriteAsync(package.InvoiceBytes, "invoices", _bindle.Id.StorageKey, "invoice.toml");
        foreach (var sha in parcels.Select(_bindle.ShaOf))
        {
            using var bytes = new MemoryStream();
            await using var parcel = await package.OpenParcelAsync(sha, CancellationToken.None);
            await parcel.CopyToAsync(bytes);
            await WriteAsync(bytes.ToArray(), "parcels", sha, "parcel.dat");
        }

        return await BindleTestServer.StartAsync(new BindleServerSettings { Folder = _temp.Path, Fault = fault });
    }

    private Task WriteAsync(ReadOnlyMemory<byte> bytes, params string[] path)
    {
        var file = _temp.Combine(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return File.WriteAllBytesAsync(file, bytes);
    }
}
