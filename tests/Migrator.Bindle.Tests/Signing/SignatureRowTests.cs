using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Tests.Verification;
using Migrator.Bindle.Verification;
using static Migrator.Bindle.Tests.Signing.Signed;

namespace Migrator.Bindle.Tests.Signing;

/// <summary>The rows of spec/bindle.md 10.4 on signatures, by Bindle's rules and by our defaults.</summary>
public sealed class SignatureRowTests
{
    private const string NoSignatures =
        "signatures `No signatures found on invoice. At least one signature is required` cannot be verified";

    private static readonly string NotVerified = $"signatures `{Creator.KeyId}` cannot be verified";

    [Fact]
    public void Row67_Unsigned_IsRefusedUnlessThePolicyTakesIt()
    {
        var refused = Verify(Plain);
        var accepted = Verify(Plain, new SignaturePolicy { Unsigned = UnsignedBindles.Accept });

        Assert.Equal((SignatureOutcome.Refused, NoSignatures), (refused.Outcome, refused.Cause));
        Assert.Equal(["BM2431"], Codes(refused));
        Assert.Contains("--require-signature=false", refused.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal((SignatureOutcome.AcceptedUnsigned, null), (accepted.Outcome, accepted.Cause));
        Assert.Equal(["BM2433"], Codes(accepted));
    }

    [Fact]
    public void Row67_EmptyList_IsRefusedInBindlesOtherWords()
    {
        var empty = InvoiceToml.Read(Encoding.UTF8.GetBytes("signature=[]\n" + Bindles.Head), "invoice.toml");

        Assert.Equal("none of the signatures are made with a known key", Verify(empty.Invoice!).Cause);
    }

    [Fact]
    public void Row68_SignatureOfAnotherInvoice_IsRefused()
    {
        var other = Creator.SignatureOf(Plain with { Id = BindleId.Parse("example.com/shop/1.2.1") });

        var verdict = Verify(Plain with { Signatures = [other] });

        Assert.Equal((SignatureOutcome.Refused, NotVerified), (verdict.Outcome, verdict.Cause));
        Assert.Equal(SignatureState.Invalid, verdict.Signatures[0].State);
    }

    [Fact]
    public void Row69_UnsignedFieldsChanged_IsAcceptedAndNamesThem()
    {
        var signed = Creator.Sign(Plain);
        var parcel = signed.Parcels[0];
        var changed = signed with
        {
            Description = "other",
            Annotations = signed.Annotations.Add("a", "b"),
            Groups = [new Group { Name = "g" }],
            Parcels = signed.Parcels.SetItem(0, parcel with
            {
                Label = parcel.Label with { Name = "other", Size = 7, MediaType = "a/b" },
                Conditions = new Conditions { MemberOf = ["g"] },
            }),
        };

        var verdict = Verify(changed);

        Assert.True(verdict.IsAccepted);
        Assert.Equal(
            ["signature.by", "signature.role", "bindle.name", "bindle.version", "parcel.label.sha256 (all, in order)"],
            verdict.Coverage.Covered.ToArray());
        Assert.Equal(
            ["signature.at", "bindleVersion", "yanked", "bindle.description", "annotations", "parcel.label.name",
                "parcel.label.mediaType", "parcel.label.size", "parcel.conditions", "group"],
            verdict.Coverage.NotCovered.ToArray());
        Assert.Contains(verdict.Findings, finding => finding.Kind == SigningFindings.Coverage);
    }

    [Fact]
    public void Row70_ParcelsReorderedOrRemoved_IsRefused()
    {
        var signed = Creator.Sign(Plain);

        Assert.Equal(NotVerified, Verify(signed with { Parcels = [signed.Parcels[1], signed.Parcels[0]] }).Cause);
        Assert.Equal(NotVerified, Verify(signed with { Parcels = [signed.Parcels[0]] }).Cause);
    }

    [Fact]
    public void Row71_TimeChanged_IsAcceptedForNobodySignedIt()
    {
        var verdict = Verify(WithSignature(signature => signature with { At = 0 }));

        Assert.True(verdict.IsAccepted);
        Assert.Contains("signature.at", verdict.Coverage.NotCovered);
    }

    [Theory]
    [InlineData(SignatureRole.Creator)]
    [InlineData(SignatureRole.Approver)]
    public void Row72_OneKeyTwice_IsRefusedByOursOnly(SignatureRole second)
    {
        var invoice = Creator.Sign(Creator.Sign(Plain), second);
        var ring = new Keyring(Creator.Entry(SignatureRole.Creator, SignatureRole.Approver));

        var verdict = SignatureVerifier.Verify(invoice, ring, new SignaturePolicy());

        Assert.Null(verdict.ReferenceCause);
        Assert.Equal([SigningFindings.SignedTwice], verdict.Deviations.ToArray());
        Assert.True(VerifyAsBindle(invoice).IsAccepted);
    }

    [Fact]
    public void Row72_OneKeyInTwoSpellings_IsStillOneKey()
    {
        var signed = Creator.Sign(Plain);
        var unpadded = signed.Signatures[0] with { Key = Creator.KeyId.TrimEnd('=') };

        var verdict = Verify(signed with { Signatures = signed.Signatures.Add(unpadded) });

        Assert.Equal([SigningFindings.SignedTwice], verdict.Deviations.ToArray());
    }

    [Fact]
    public void Row73_RoleThatTheKeyringDoesNotGive_IsRefusedByOursOnly()
    {
        var invoice = Approver.Sign(Plain, SignatureRole.Creator);

        var verdict = Verify(invoice);
        var asBindle = VerifyAsBindle(invoice);

        Assert.Equal([SigningFindings.RoleNotGranted], verdict.Deviations.ToArray());
        Assert.Equal(FindingLevel.Error, verdict.Findings[0].Level);
        Assert.False(verdict.Signatures[0].IsRoleGranted);
        Assert.True(asBindle.IsAccepted);
        Assert.Equal(FindingLevel.Note, asBindle.Findings[0].Level);
    }

    [Fact]
    public void Row73_RoleThatTheStrategyPassesOver_IsOnlyAWarning()
    {
        var invoice = Host.Sign(Creator.Sign(Plain), SignatureRole.Proxy);

        var verdict = Verify(invoice, new SignaturePolicy { Strategy = VerificationStrategy.CreativeIntegrity });

        Assert.True(verdict.IsAccepted);
        var finding = Assert.Single(verdict.Findings, finding => finding.Kind == SigningFindings.RoleNotGranted);
        Assert.Equal(FindingLevel.Warning, finding.Level);
    }

    [Fact]
    public void Row74_BadSignatureAppended_IsTold_ByWhoseKeyItSays()
    {
        var signed = Creator.Sign(Plain);
        var bad = signed.Signatures[0].Signature;
        var byStranger = Stranger.SignatureOf(Plain, SignatureRole.Proxy) with { Signature = bad };
        var byHost = Host.SignatureOf(Plain, SignatureRole.Host) with { Signature = bad };
        var invoice = signed with { Signatures = [.. signed.Signatures, byStranger, byHost] };

        var greedy = Verify(invoice);
        var creative = Verify(invoice, new SignaturePolicy { Strategy = VerificationStrategy.CreativeIntegrity });

        Assert.Equal($"signatures `{Stranger.KeyId}` cannot be verified", greedy.Cause);
        Assert.Equal(["BM2431", "BM2436", "BM2435", "BM2434"], Codes(greedy));
        Assert.True(creative.IsAccepted);
        Assert.Equal(["BM2436", "BM2435", "BM2432", "BM2434"], Codes(creative));
    }

    [Fact]
    public void Row75_UnknownRole_IsAFaultOfTheInvoiceThatNamesIt()
    {
        var reading = InvoiceToml.Read(
            Encoding.UTF8.GetBytes(
                Bindles.Head + "[[signature]]\nby='a'\nsignature=''\nkey=''\nrole='verifier'\nat=0"),
            "invoice.toml");

        Assert.Null(reading.Invoice);
        Assert.Contains("'verifier'", Assert.Single(reading.Findings).Message, StringComparison.Ordinal);
        Assert.Equal(ReadingFindings.UnknownRole, reading.Findings[0].Kind);
    }

    [Fact]
    public void Row76_Base64WithoutPadding_IsTaken()
    {
        var verdict = Verify(WithSignature(signature => signature with
        {
            Signature = signature.Signature.TrimEnd('='),
            Key = signature.Key.TrimEnd('='),
        }));

        Assert.True(verdict.IsAccepted);
        Assert.Equal(Creator.KeyId, verdict.Signatures[0].KeyId);
    }

    [Theory]
    [InlineData("+", "-")]
    [InlineData("==", "=\n")]
    [InlineData("==", " ==")]
    public void Row76_OtherAlphabetOrWhiteSpace_IsCorrupt(string old, string other)
    {
        var verdict = Verify(WithSignature(signature => signature with
        {
            Signature = ("+/" + signature.Signature).Replace(old, other, StringComparison.Ordinal),
        }));

        Assert.Equal($"signature block is corrupt for key {Creator.KeyId}", verdict.Cause);
    }

    [Fact]
    public void Row77_KeyOrSignatureOfOtherLength_IsCorrupt()
    {
        var key = Verify(WithSignature(signature => signature with { Key = "QUJD" }));
        var signature = Verify(WithSignature(signature => signature with { Signature = "QUJD" }));

        Assert.Equal("key is corrupt for `QUJD`", key.Cause);
        Assert.Equal($"signature block is corrupt for key {Creator.KeyId}", signature.Cause);
    }

    [Fact]
    public void Row78_KeyOfSmallOrder_IsRefusedEvenWhenTrusted()
    {
        var identity = Convert.ToBase64String([1, .. new byte[31]]);
        var invoice = WithSignature(signature => signature with
        {
            Key = identity,
            Signature = Convert.ToBase64String([1, .. new byte[63]]),
        });
        var ring = new Keyring(new KeyringEntry(identity, Creator.Label, [SignatureRole.Creator]));

        var verdict = SignatureVerifier.Verify(invoice, ring, new SignaturePolicy());

        Assert.Equal($"signatures `{identity}` cannot be verified", verdict.Cause);
    }

    [Fact]
    public async Task Row83_SignedWithdrawal_IsCarriedAndNotVerifiable()
    {
        var yanked = "yanked=true\n" + Bindles.Head
            + $"[[yankedSignature]]\nby='a'\nsignature='x'\nkey='{Creator.KeyId}'\nrole='creator'\nat=0";

        var outcome = await Bindles.VerifyAsync(yanked, new VerificationPolicy { IncludeYanked = true });

        Assert.NotNull(outcome.Bindle);
        Assert.Contains(outcome.Findings, finding => finding.Kind == VerifyFindings.YankedSignature);
    }
}
