using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Signing;

public sealed class VerificationStrategyTests
{
    private const string BadRole = "Invalid SignatureRole, should be one of: Creator, Proxy, Host, Approver";

    [Theory]
    [InlineData("CreativeIntegrity", "CreativeIntegrity")]
    [InlineData(" authoritativeINTEGRITY\t", "AuthoritativeIntegrity")]
    [InlineData("GreedyVerification[junk", "GreedyVerification")]
    [InlineData("ExhaustiveVerification[]", "ExhaustiveVerification")]
    [InlineData("multipleattestation[ c , HOST ]", "MultipleAttestation[Creator, Host]")]
    [InlineData("MultipleAttestation[a,p]]", "MultipleAttestation[Approver, Proxy]")]
    [InlineData("MultipleAttestationGreedy[host, host]", "MultipleAttestationGreedy[Host, Host]")]
    public void TryParse_KnownSpelling_GivesTheStrategy(string text, string expected)
    {
        Assert.True(VerificationStrategy.TryParse(text, out var strategy, out _));

        Assert.Equal(expected, strategy.ToString());
    }

    [Theory]
    [InlineData("", "Cannot parse VerificationStrategy from an empty string")]
    [InlineData(" ", "Unknown verification strategy")]
    [InlineData("Greedy", "Unknown verification strategy")]
    [InlineData("CreativeIntegrity ]", "Unknown verification strategy")]
    [InlineData("MultipleAttestation [Creator]", "Unknown verification strategy")]
    [InlineData("MultipleAttestation", "Multiple attestation strategy is missing roles")]
    [InlineData("MultipleAttestation[Creator", "Missing closing ']' on roles")]
    [InlineData("MultipleAttestation[Creator]x", "Missing closing ']' on roles")]
    [InlineData("MultipleAttestation[]", BadRole)]
    [InlineData("MultipleAttestation[Creator] ]", BadRole)]
    [InlineData("MultipleAttestationGreedy[Creator,]", BadRole)]
    public void TryParse_OtherText_GivesBindlesCause(string text, string expected)
    {
        Assert.False(VerificationStrategy.TryParse(text, out _, out var cause));

        Assert.Equal(expected, cause);
    }

    [Fact]
    public void MultipleAttestation_NoRole_IsRefused() =>
        Assert.Throws<ArgumentException>(() => VerificationStrategy.MultipleAttestation());

    [Fact]
    public void LooksAt_OtherRole_OnlyWhenGreedy()
    {
        Assert.False(VerificationStrategy.MultipleAttestation(SignatureRole.Host).LooksAt(SignatureRole.Creator));
        Assert.True(VerificationStrategy.MultipleAttestationGreedy(SignatureRole.Host).LooksAt(SignatureRole.Creator));
    }

    [SharedFact]
    public void TryParse_EverySpellingOfTheReference_IsTakenOrRefusedAlike()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(GoldenVerdict.Signing("strategies.json")));
        var count = 0;
        foreach (var row in json.RootElement.EnumerateArray())
        {
            var text = row.GetProperty("text").GetString()!;
            var isStrategy = VerificationStrategy.TryParse(text, out _, out var cause);
            foreach (var program in (string[])["client", "server"])
            {
                var golden = row.GetProperty(program);
                Assert.True(golden.GetProperty("accepted").GetBoolean() == isStrategy, text);
                var refusal = golden.GetProperty("stderr").GetString()?.Split('\n')[0];
                Assert.True(isStrategy || refusal!.EndsWith($": {cause}", StringComparison.Ordinal), text);
                count++;
            }
        }

        Assert.Equal(72, count);
    }
}
