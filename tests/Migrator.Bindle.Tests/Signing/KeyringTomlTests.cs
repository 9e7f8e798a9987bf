using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;
using Migrator.Testing;
using Snapshooter.Xunit;
using static Migrator.Bindle.Tests.Signing.Signed;

namespace Migrator.Bindle.Tests.Signing;

/// <summary>Keyring files (spec/bindle.md 4.4, 10.4 rows 77 and 79 to 82).</summary>
public sealed class KeyringTomlTests
{
    private const string Head = "version = \"1.0\"\n";

    [Fact]
    public void Read_GoodFile_HasEveryKeyAndNoFinding()
    {
        var reading = Read(Head + Creator.EntryToml(SignatureRole.Creator, SignatureRole.Approver) + Host.EntryToml());

        Assert.Empty(reading.Findings);
        Assert.Equal([Creator.KeyId, Host.KeyId], reading.Keyring!.Entries.Select(entry => entry.KeyId));
        Assert.Equal([SignatureRole.Creator, SignatureRole.Approver], reading.Keyring.Entries[0].Roles.ToArray());
        var entry = reading.Keyring.Entries[0];
        Assert.Equal(("keyring.toml:2:3", Creator.Label), (entry.Place, entry.Label));
    }

    [Fact]
    public void Read_KeyWithoutPadding_IsTheSameKey()
    {
        var reading = Read(
            Head + Creator.EntryToml().Replace(Creator.KeyId, Creator.KeyId.TrimEnd('='), StringComparison.Ordinal));

        Assert.NotEmpty(reading.Keyring!.Find(Creator.KeyId));
    }

    [Fact]
    public void Read_EveryFault_IsToldWithItsPlace()
    {
        var reading = Read($"""
            version = "2.0"
            extra = 1
            {Creator.EntryToml(SignatureRole.Creator)}
            [[key]]
            label = "short"
            roles = ["creator", "Creator"]
            key = "QUJD"
            colour = "red"

            [[key]]
            label = "no key"
            roles = "creator"

            [[key]]
            label = "again"
            roles = []
            key = "{Creator.KeyId}"
            label_signature = "{Creator.Sign("other"u8)}"
            """);

        Assert.Null(reading.Keyring);
        Snapshot.Match(string.Join('\n', reading.Findings));
    }

    [Fact]
    public void Read_BrokenEntries_AreLeftOutWithAWarning()
    {
        var reading = Read(
            Head + Creator.EntryToml(SignatureRole.Creator) + "[[key]]\nlabel='x'\nroles=[]\nkey='!!!'\n");

        Assert.Equal(Creator.KeyId, Assert.Single(reading.Keyring!.Entries).KeyId);
        var finding = Assert.Single(reading.Findings);
        Assert.Equal(
            (SigningFindings.KeyringBrokenKey, FindingLevel.Warning, "key[1].key"),
            (finding.Kind, finding.Level, finding.Subject));
    }

    [Fact]
    public void Read_NoKeys_IsAnEmptyKeyringWithAWarning()
    {
        var reading = Read(Head + "key = []");

        Assert.Empty(reading.Keyring!.Entries);
        Assert.Equal(SigningFindings.KeyringWithoutKeys, Assert.Single(reading.Findings).Kind);
    }

    [Theory]
    [InlineData("version='1.0'", "BM2401")]
    [InlineData("key=[]", "BM2401")]
    [InlineData("version='1.0'\n[[key]]\nlabel='x'\nroles=['verifier']\nkey='QUJD'", "BM2403 BM2404")]
    [InlineData("version='1.0'\nkey='x'", "BM2401")]
    [InlineData("version=", "BM2400")]
    [InlineData("version='1.0'\nversion='1.0'", "BM2400")]
    public void Row79_BrokenFile_IsAnErrorAndNoKeyring(string text, string codes)
    {
        var reading = Read(text);

        Assert.Null(reading.Keyring);
        Assert.Equal(codes, string.Join(' ', reading.Findings.Select(finding => finding.Code)));
    }

    [Fact]
    public void Row80_SpellingOfTheDocuments_IsReadAndJudged()
    {
        var text = Head + Creator.EntryToml(SignatureRole.Creator)
            .Replace("labelSignature", "label_signature", StringComparison.Ordinal);

        var good = Read(text);
        var bad = Read(text.Replace(Creator.Label, "Somebody", StringComparison.Ordinal));

        Assert.Equal([SigningFindings.KeyringLabelSpelling], good.Findings.Select(finding => finding.Kind));
        Assert.Contains(bad.Findings, finding => finding.Kind == SigningFindings.KeyringLabelSignature);
        Assert.NotNull(bad.Keyring);
    }

    [Fact]
    public void Row81_FileOfSecretKeys_IsRefusedAndNeverQuoted()
    {
        var reading = Read(Head + $"[[key]]\nlabel='a'\nroles=['creator']\nkeypair='{Creator.KeyPair}'");

        Assert.Null(reading.Keyring);
        var finding = Assert.Single(reading.Findings);
        Assert.Equal((SigningFindings.KeyringIsSecret, "keyring.toml:5:9"), (finding.Kind, finding.Place));
        Assert.DoesNotContain(Creator.KeyPair[..16], finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Row82_PairWhoseHalvesDiffer_IsToldApart()
    {
        var pair = Convert.FromBase64String(Creator.KeyPair);
        pair[0] ^= 1;

        var reading = Read(Head + $"[[key]]\nlabel='a'\nroles=['creator']\nkeypair='{Convert.ToBase64String(pair)}'");

        Assert.Equal(
            [SigningFindings.KeyringIsSecret, SigningFindings.KeyPairMismatch],
            reading.Findings.Select(finding => finding.Kind));
    }

    [SharedTheory]
    [InlineData("all", 7, "")]
    [InlineData("empty", 0, "BM2409")]
    [InlineData("junk-entries", 1, "BM2410 BM2402 BM2404 BM2404 BM2402")]
    [InlineData("added-by-cli", 1, "")]
    [InlineData("printed-by-cli", 3, "")]
    public void Read_KeyringOfTheRealClient_HasItsKeys(string name, int keys, string codes)
    {
        var reading = KeyringToml.Read(File.ReadAllBytes(GoldenVerdict.Signing("keyrings", name + ".toml")), name);

        Assert.Equal(keys, reading.Keyring!.Entries.Length);
        Assert.Equal(codes, string.Join(' ', reading.Findings.Select(finding => finding.Code)));
    }

    [SharedFact]
    public void Read_EverySecretKeyFileOfTheRealClient_IsRefused()
    {
        foreach (var file in Directory.GetFiles(GoldenVerdict.Signing("keys")))
        {
            var reading = KeyringToml.Read(File.ReadAllBytes(file), file);

            Assert.Null(reading.Keyring);
            Assert.All(reading.Findings, finding => Assert.Equal(SigningFindings.KeyringIsSecret, finding.Kind));
        }
    }

    private static KeyringReading Read(string text) => KeyringToml.Read(Encoding.UTF8.GetBytes(text), "keyring.toml");
}
