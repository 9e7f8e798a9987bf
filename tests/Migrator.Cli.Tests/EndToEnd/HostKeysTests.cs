using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Cli.Tests.BadInput;
using Migrator.Testing;
using Migrator.Testing.BindleServer;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary><c>--host-keys</c> against a live Bindle server that signs as host.</summary>
public sealed class HostKeysTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly BindleSigner _host = new("Host <host@example.com>");
    private readonly BindleSigner _creator = new("Creator <creator@example.com>");
    private BindleId _id = null!;

    [Fact]
    public async Task Verify_SignedByTheServer_IsAcceptedAndSaysWhatThatProves()
    {
        await using var server = await StartAsync((_host, SignatureRole.Host));

        var run = await VerifyAsync(server, "--host-keys", "--strategy", "MultipleAttestation[Host]");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains("BM2412", run.Error, StringComparison.Ordinal);
        Assert.Contains("given by the server itself", run.Error, StringComparison.Ordinal);
        Assert.Contains(server.Requests, request => request.Target == "/v1/bindle-keys");
    }

    [Fact]
    public async Task Verify_WithoutTheOption_NeitherAsksNorTrusts()
    {
        await using var server = await StartAsync((_host, SignatureRole.Host));

        var run = await VerifyAsync(server, "--keyring", Keyring());

        Assert.Equal(ExitCode.Mismatch, run.ExitCode);
        Assert.DoesNotContain(server.Requests, request => request.Target.Contains("keys", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_SignedByBoth_NeedsBothKeyrings()
    {
        await using var server = await StartAsync(
            (_creator, SignatureRole.Creator), (_host, SignatureRole.Host));
        string[] strategy = ["--strategy", "MultipleAttestation[Creator,Host]"];

        var both = await VerifyAsync(server, ["--host-keys", "--keyring", Keyring(), .. strategy]);
        var hostAlone = await VerifyAsync(server, ["--host-keys", .. strategy]);

        Assert.Equal((ExitCode.Done, ExitCode.Mismatch), (both.ExitCode, hostAlone.ExitCode));
    }

    [Fact]
    public async Task Verify_ServersKeyInAnotherRole_IsNotTrusted()
    {
        await using var server = await StartAsync((_host, SignatureRole.Creator));

        var run = await VerifyAsync(server, "--host-keys");

        Assert.Equal(ExitCode.Mismatch, run.ExitCode);
        Assert.Contains("BM2450", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, ExitCode.Source)]
    [InlineData(503, ExitCode.Temporary)]
    public async Task Migrate_ServerDoesNotGiveItsKeys_EndsBeforeAnythingIsWritten(int status, int expected)
    {
        await using var server = await StartAsync(
            (context) =>
            {
                var isKeys = context.Request.Path.Value!.EndsWith("bindle-keys", StringComparison.Ordinal);
                context.Response.StatusCode = isKeys ? status : 200;
                return Task.FromResult(isKeys);
            },
            (_host, SignatureRole.Host));

        var run = await CliRun.OfAsync(
            "migrate", $"bindle:{_id}", $"oci:{_temp.Combine("a")}", "--bindle-server", server.Url, "--host-keys");

        Assert.True(run.ExitCode == expected, run.Error);
        Assert.False(Directory.Exists(_temp.Combine("a")));
    }

    [Fact]
    public async Task Verify_BindleFromNoServer_IsAMistakeOfUse()
    {
        var bindle = SmallBindle.Write(_temp.Combine("bindle"), text => text);

        var run = await CliRun.OfAsync("verify", bindle, "--host-keys");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--bindle-server", run.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _host.Dispose();
        _creator.Dispose();
        _temp.Dispose();
    }

    private Task<CliRun> VerifyAsync(BindleTestServer server, params string[] options) =>
        CliRun.OfAsync(["verify", $"bindle:{_id}", "--bindle-server", server.Url, .. options]);

    private string Keyring()
    {
        var path = _temp.Combine("keyring.toml");
        File.WriteAllText(path, "version='1.0'\n" + _creator.EntryToml(SignatureRole.Creator));
        return path;
    }

    private Task<BindleTestServer> StartAsync(params (BindleSigner Signer, SignatureRole Role)[] signatures) =>
        StartAsync(fault: null, signatures);

    private Task<BindleTestServer> StartAsync(
        Func<Microsoft.AspNetCore.Http.HttpContext, Task<bool>>? fault,
        params (BindleSigner Signer, SignatureRole Role)[] signatures)
    {
        var invoice = InvoiceToml.Read(Encoding.UTF8.GetBytes(SmallBindle.Invoice), "invoice.toml").Invoice!;
        _id = invoice.Id;
        invoice = signatures.Aggregate(invoice, (signed, by) => by.Signer.Sign(signed, by.Role));
        var store = SmallBindle.WriteStore(_temp.Combine("store"), _id.StorageKey);
        File.WriteAllBytes(
            Path.Combine(store, "invoices", _id.StorageKey, "invoice.toml"), InvoiceToml.Write(invoice));
        return BindleTestServer.StartAsync(new BindleServerSettings
        {
            Folder = store,
            Fault = fault,
            SigningKeys = $"version='1.0'\n[[key]]\nlabel='h'\nroles=['host']\nkeypair='{_host.KeyPair}'\n",
        });
    }
}
