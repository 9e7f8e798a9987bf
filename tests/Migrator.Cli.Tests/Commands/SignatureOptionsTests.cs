using System.Text;
using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Cli.Tests.BadInput;
using Migrator.Testing;
using Snapshooter.Xunit;

namespace Migrator.Cli.Tests.Commands;

/// <summary><c>--keyring</c>, <c>--strategy</c> and <c>--require-signature</c>, with keys made here.</summary>
public sealed class SignatureOptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly BindleSigner _creator = new("Creator <creator@example.com>");
    private readonly BindleSigner _stranger = new("Stranger <stranger@example.com>");

    public void Dispose()
    {
        _creator.Dispose();
        _stranger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Verify_SignedByATrustedKey_SaysByWhomAndWhatIsCovered()
    {
        var run = await CliRun.OfAsync("verify", Bindle(_creator), "--keyring", Keyring());

        Assert.Equal((ExitCode.Done, "ok"), (run.ExitCode, run.Output[..2]));
        Assert.Contains("GreedyVerification is met, by the signature by 'Creator", run.Error, StringComparison.Ordinal);
        Assert.Contains("it does not cover signature.at", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GreedyVerification", ExitCode.Mismatch)]
    [InlineData("CreativeIntegrity", ExitCode.Done)]
    [InlineData("multipleattestation[c]", ExitCode.Done)]
    [InlineData("MultipleAttestation[Creator,Host]", ExitCode.Mismatch)]
    public async Task Verify_StrangersProxySignature_CountsByStrategy(string strategy, int exitCode)
    {
        var bindle = Bindle(_creator, _stranger);

        var run = await CliRun.OfAsync("verify", bindle, "--keyring", Keyring(), "--strategy", strategy);

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public async Task Verify_Json_HasVerdictEachSignatureAndCoverage()
    {
        var bindle = Bindle(_creator, _stranger);

        var run = await CliRun.OfAsync("verify", bindle, "--keyring", Keyring(), "--output", "json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(ExitCode.Mismatch, run.ExitCode);
        Snapshot.Match(json.RootElement.GetProperty("signatures").GetRawText());
    }

    [Theory]
    [InlineData("", ExitCode.Mismatch)]
    [InlineData("--require-signature", ExitCode.Mismatch)]
    [InlineData("--require-signature=true", ExitCode.Mismatch)]
    [InlineData("--require-signature=false", ExitCode.Done)]
    public async Task Migrate_Unsigned_IsRefusedUnlessItIsAllowed(string option, int exitCode)
    {
        string[] options = option.Length == 0 ? [] : [option];

        var run = await CliRun.OfAsync([.. Migrate(Bindle()), "--keyring", Keyring(), .. options]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode == ExitCode.Done, Directory.Exists(_folder.Combine("registry")));
        Assert.Contains(exitCode == ExitCode.Done ? "BM2433" : "BM2431", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_SignedByAStranger_ExitsWith10AndWritesNothing()
    {
        var run = await CliRun.OfAsync([.. Migrate(Bindle(_stranger)), "--keyring", Keyring()]);

        Assert.Equal((ExitCode.Mismatch, ""), (run.ExitCode, run.Output));
        Assert.Contains("BM2431", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Combine("registry")));
    }

    [Fact]
    public async Task Migrate_WithoutKeyring_NotesThatNoSignatureWasJudged()
    {
        var run = await CliRun.OfAsync([.. Migrate(Bindle(_stranger)), "--verbose"]);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("BM2430", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--strategy CreativeIntegrity", "--strategy needs --keyring")]
    [InlineData("--require-signature", "--require-signature needs --keyring")]
    [InlineData("--keyring nowhere.toml", "'nowhere.toml' cannot be read")]
    [InlineData("--keyring . --strategy Greedy", "'Greedy' is not a strategy: Unknown verification strategy")]
    [InlineData("--keyring . --strategy MultipleAttestation[x]", "Invalid SignatureRole")]
    public async Task Verify_WrongOptions_ExitsWith2AndSaysWhat(string options, string says)
    {
        var run = await CliRun.OfAsync(["verify", Bindle(), .. options.Split(' ')]);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_SecretKeysAsKeyring_AreRefusedAndNeverShown()
    {
        var file = Write(
            "secret_keys.toml", $"version='1.0'\n[[key]]\nlabel='a'\nroles=[]\nkeypair='{_creator.KeyPair}'");

        var run = await CliRun.OfAsync("verify", Bindle(_creator), "--keyring", file, "--verbose");

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains("BM2405", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_creator.KeyPair[..12], run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_KeyringThatCannotBeUsedAndJson_HasItsFaultsAsFindings()
    {
        var file = Write("keyring.toml", "version='1.0'\nkey = 1\n");

        var run = await CliRun.OfAsync("verify", Bindle(_creator), "--keyring", file, "--output", "json");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        var finding = json.RootElement.GetProperty("findings").EnumerateArray().First();
        Assert.Contains(finding.GetProperty("code").GetString()!, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_KeyringWithABrokenEntry_WarnsAndGoesOn()
    {
        var file = Write(
            "keyring.toml",
            "version='1.0'\n" + _creator.EntryToml(SignatureRole.Creator) + "[[key]]\nlabel='x'\nroles=[]\nkey='!'");

        var run = await CliRun.OfAsync("verify", Bindle(_creator), "--keyring", file);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("BM2404", run.Error, StringComparison.Ordinal);
    }

    private string[] Migrate(string bindle) =>
        ["migrate", bindle, $"oci:{_folder.Combine("registry")}", "--profile", "bindle"];

    // The first signs as creator, the others as proxies.
    private string Bindle(params BindleSigner[] signers)
    {
        var invoice = InvoiceToml.Read(Encoding.UTF8.GetBytes(SmallBindle.Invoice), "invoice.toml").Invoice!;
        var role = SignatureRole.Creator;
        foreach (var signer in signers)
        {
            invoice = signer.Sign(invoice, role);
            role = SignatureRole.Proxy;
        }

        return SmallBindle.WriteBytes(_folder.Combine("bindle"), InvoiceToml.Write(invoice));
    }

    private string Keyring() => Write("keyring.toml", "version='1.0'\n" + _creator.EntryToml(SignatureRole.Creator));

    private string Write(string name, string text)
    {
        var path = _folder.Combine(name);
        File.WriteAllText(path, text);
        return path;
    }
}
