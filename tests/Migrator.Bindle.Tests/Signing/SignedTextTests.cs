using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Signing;

/// <summary>The known answers of spec/bindle.md 4.9, made with the public test key of Bindle's own tests.</summary>
public sealed class SignedTextTests
{
    private const string Starfleet = "Starfleet Command <starfleet@ufp.com>";

    private static readonly byte[] Seed =
        Convert.FromHexString("222dcebb99c065668b68eb18f5db93b15b93a4eaaf6eb71df37ec42ecc4f5a1b");

    public static TheoryData<string, string, SignatureRole, string[], string, string> Vectors() => new()
    {
        {
            Starfleet, "enterprise.com/warpcore/1.0.0", SignatureRole.Creator,
            ["23f310b54076878fd4c36f0c60ec92011a8b406349b98dd37d08577d17397de5"],
            "Starfleet Command <starfleet@ufp.com>\nenterprise.com/warpcore\n1.0.0\ncreator\n~\n" +
            "23f310b54076878fd4c36f0c60ec92011a8b406349b98dd37d08577d17397de5",
            "1oKW+2RXsE/lSXy3y+0MKKZDhnPModgTxfKuMSMMnVEZlgENIE9qOMTUrQga0QxSiAZiFH15fYkcveC8up8FDA=="
        },
        {
            "A", "käse/x/1.0.0-rc.1+b", SignatureRole.Approver, [], "A\nkäse/x\n1.0.0-rc.1+b\napprover\n~",
            "KRfcXJb3zgSksnm0qnlFdinlObX81siCDLcs3yM/SGS/Xotg2UyNDWAUlWdBXiB9yWLETTUrM32FMCNUBKTcCQ=="
        },
        {
            "A", "n/1.0.0", SignatureRole.Host, [], "A\nn\n1.0.0\nhost\n~",
            "SSRN3cQBisAPstMKJuwa8kztFrY7FUkktijPwInRa3GrmAxjn9pqXohq1xChFgDWjLvWspCeKn5XJD+R2UefBA=="
        },
        {
            "A", "n/1.0.0", SignatureRole.Proxy, ["aa", "aa"], "A\nn\n1.0.0\nproxy\n~\naa\naa",
            "hpkBDm1KQUQiO4K/fozJq9gQ8sBDIzgYW1hWOokHVmnMW2dUqRYow6vyJY918+6VFtcBoLucsJDmDMh5RAXgCA=="
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void For_KnownAnswer_IsTheTextThatWasSigned(
        string by, string id, SignatureRole role, string[] digests, string text, string signature)
    {
        using var signer = new BindleSigner(by, Seed);
        var invoice = Signed.Plain with { Id = BindleId.Parse(id), Parcels = [.. digests.Select(ParcelOf)] };

        var signed = signer.Sign(invoice, role);
        var keyring = new Keyring(signer.Entry(role));
        var verdict = SignatureVerifier.Verify(
            signed, keyring, SignaturePolicy.AsBindle(VerificationStrategy.ExhaustiveVerification));

        Assert.Equal(text, Encoding.UTF8.GetString(SignedText.Of(invoice).For(by, role)));
        Assert.Equal("Kcs1TSFDkN+dED0Y6Np0fPBqmvUz0EAULIlUsnlU1sw=", signer.KeyId);
        Assert.Equal(signature, signed.Signatures[0].Signature);
        Assert.True(verdict.IsAccepted);
    }

    [SharedTheory]
    [InlineData("corpus/invoices/deislabs+bindle/test/data/keyring.toml")]
    [InlineData("corpus/invoices/deislabs+bindle/tests/scaffolds/keys/keyring.toml")]
    public void Read_KeyringOfBindlesOwnTests_HasAValidLabelSignature(string file)
    {
        var reading = KeyringToml.Read(File.ReadAllBytes(SharedData.Combine(file)), "keyring.toml");

        Assert.DoesNotContain(reading.Findings, finding => finding.Kind == SigningFindings.KeyringLabelSignature);
        Assert.Contains(reading.Keyring!.Entries, entry => entry.Label == Starfleet);
    }

    private static Parcel ParcelOf(string digest) =>
        new() { Label = Signed.Parcel("a", 'a').Label with { Sha256 = digest } };
}
