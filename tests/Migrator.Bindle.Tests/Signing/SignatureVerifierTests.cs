using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Tests.Verification;
using Migrator.Bindle.Verification;
using Snapshooter.Xunit;
using static Migrator.Bindle.Tests.Signing.Signed;

namespace Migrator.Bindle.Tests.Signing;

public sealed class SignatureVerifierTests
{
    private static readonly SignatureRole[] Roles = Enum.GetValues<SignatureRole>();

    [Fact]
    public void Verify_SignedByAll_SaysWhoAndWhatIsCovered()
    {
        var verdict = Verify(Host.Sign(Approver.Sign(Creator.Sign(Plain), SignatureRole.Approver), SignatureRole.Host));

        Assert.Equal(SignatureOutcome.Accepted, verdict.Outcome);
        Assert.All(verdict.Signatures, one => Assert.True(one is { IsKnown: true, IsRoleGranted: true }));
        Assert.Equal([0, 1, 2], verdict.Signatures.Select(signature => signature.Index));
        Snapshot.Match(string.Join('\n', verdict.Findings));
    }

    [Fact]
    public void Verify_EveryDoubt_IsAFindingOfItsOwn()
    {
        var signed = Stranger.Sign(Approver.Sign(Creator.Sign(Plain), SignatureRole.Proxy), SignatureRole.Host);
        var renamed = Host.SignatureOf(Plain, SignatureRole.Approver) with { Key = "***" };
        var invoice = signed with { Signatures = [.. signed.Signatures, signed.Signatures[0], renamed] };

        var verdict = Verify(invoice, new SignaturePolicy { Strategy = VerificationStrategy.CreativeIntegrity });

        Snapshot.Match(string.Join('\n', verdict.Findings));
    }

    [Fact]
    public void Verify_OtherLabelThanTheKeyrings_IsAcceptedWithAWarning()
    {
        using var signer = new Testing.BindleSigner("Somebody else", Seed());
        var ring = new Keyring(new KeyringEntry(signer.KeyId, "Creator", [SignatureRole.Creator]));

        var verdict = SignatureVerifier.Verify(signer.Sign(Plain), ring, new SignaturePolicy());

        Assert.True(verdict.IsAccepted);
        Assert.Contains(verdict.Findings, finding => finding.Kind == SigningFindings.OtherLabel);
    }

    [Fact]
    public void Verify_OneTextForTwoInvoices_IsRefusedByOursOnly()
    {
        using var signer = new Testing.BindleSigner("A", Seed());
        var ring = new Keyring(signer.Entry(SignatureRole.Creator));
        var signed = signer.Sign(Plain with { Id = new BindleId("x\ny", Plain.Id.Version) });
        var other = signed with
        {
            Id = new BindleId("y", Plain.Id.Version),
            Signatures = [signed.Signatures[0] with { By = "A\nx" }],
        };

        var verdict = SignatureVerifier.Verify(other, ring, new SignaturePolicy());

        Assert.Null(verdict.ReferenceCause);
        Assert.Equal([SigningFindings.AmbiguousText], verdict.Deviations.ToArray());
    }

    [Fact]
    public void Verify_MoreSignaturesThanAreJudged_IsRefusedAndNoneIsJudged()
    {
        var invoice = Host.Sign(Creator.Sign(Plain), SignatureRole.Host);

        var verdict = Verify(invoice, new SignaturePolicy { MaxSignatures = 1 });

        Assert.Equal([SigningFindings.TooManySignatures], verdict.Deviations.ToArray());
        Assert.Empty(verdict.Signatures);
    }

    [Fact]
    public void Verify_HostileText_StaysOneLine()
    {
        var invoice = WithSignature(signature => signature with { By = "a\n\u001b[2J\u202e", Key = "b\r\nc" });

        Assert.All(Verify(invoice).Findings, finding => Assert.DoesNotContain(finding.Message, char.IsControl));
    }

    // The matrix of spec/bindle.md 4.6: accepted by CI, AI, GV, EV, MA[Creator,Host], MAG[Host].
    [Theory]
    [InlineData("creator k", "++++--")]
    [InlineData("creator u", "------")]
    [InlineData("creator k, host u", "++----")]
    [InlineData("creator k, host k", "++++++")]
    [InlineData("creator k, proxy B", "++----")]
    [InlineData("approver k", "-+-+--")]
    [InlineData("approver k, creator u", "-+----")]
    [InlineData("approver k, creator B", "------")]
    [InlineData("host k", "---+-+")]
    [InlineData("creator k, creator u", "-+----")]
    [InlineData("", "------")]
    public void Verify_Matrix_IsThatOfTheReference(string signatures, string expected)
    {
        var invoice = signatures.Split(", ", StringSplitOptions.RemoveEmptyEntries).Aggregate(Plain, Add);
        VerificationStrategy[] strategies =
        [
            VerificationStrategy.CreativeIntegrity,
            VerificationStrategy.AuthoritativeIntegrity,
            VerificationStrategy.GreedyVerification,
            VerificationStrategy.ExhaustiveVerification,
            VerificationStrategy.MultipleAttestation(SignatureRole.Creator, SignatureRole.Host),
            VerificationStrategy.MultipleAttestationGreedy(SignatureRole.Host),
        ];

        var verdicts = strategies.Select(strategy => VerifyAsBindle(invoice, strategy).IsAccepted ? '+' : '-');

        Assert.Equal(expected, string.Concat(verdicts));
    }

    [Fact]
    public async Task VerifyAsync_NoPolicyForSignatures_SaysThatNoneWasJudged()
    {
        var outcome = await VerifyPackageAsync(Creator.Sign(OfBindles()), null);

        Assert.NotNull(outcome.Bindle);
        Assert.Null(outcome.Signatures);
        Assert.Equal([SigningFindings.NotJudged], outcome.Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public async Task VerifyAsync_PolicyNotMet_IsNoVerifiedBindle()
    {
        var check = new SignatureCheck(Ring, new SignaturePolicy());

        var outcome = await VerifyPackageAsync(Stranger.Sign(OfBindles()), check);

        Assert.Null(outcome.Bindle);
        Assert.Equal(SignatureOutcome.Refused, outcome.Signatures!.Outcome);
        Assert.Contains(outcome.Findings, finding => finding is { Code: "BM2431", Place: "test" });
    }

    [Fact]
    public async Task VerifyAsync_DigestInUpperCaseTakenLeniently_IsJudgedAsWritten()
    {
        var plain = OfBindles();
        var label = plain.Parcels[0].Label with { Sha256 = plain.Parcels[0].Label.Sha256.ToUpperInvariant() };
        var signed = Creator.Sign(plain with { Parcels = [new Parcel { Label = label }] });

        var outcome = await VerifyPackageAsync(signed, new SignatureCheck(Ring, new SignaturePolicy()), lenient: true);

        Assert.NotNull(outcome.Bindle);
        Assert.True(outcome.Signatures!.IsAccepted);
    }

    private static Invoice OfBindles() => Bindles.Package(Bindles.Head + Bindles.Parcel("a")).Invoice!;

    private static Task<VerificationOutcome> VerifyPackageAsync(
        Invoice invoice,
        SignatureCheck? check,
        bool lenient = false)
    {
        var parcels = new MemoryParcels();
        parcels.Add("a"u8.ToArray());
        var bytes = InvoiceToml.Write(invoice);
        var package = BindlePackage.Create("test", bytes, InvoiceToml.Read(bytes, "invoice.toml", lenient), parcels);
        var policy = new VerificationPolicy { Lenient = lenient, Signatures = check };
        return BindleVerifier.VerifyAsync(package, policy, CancellationToken.None);
    }

    // "creator k": by a known key; "u": by an unknown one; "B": by an unknown one, broken.
    private static Invoice Add(Invoice invoice, string word)
    {
        var role = Roles.Single(role => word.StartsWith(SignatureRoles.ToText(role), StringComparison.Ordinal));
        var known = role switch { SignatureRole.Approver => Approver, SignatureRole.Host => Host, _ => Creator };
        var signature = (word[^1] == 'k' ? known : Stranger).SignatureOf(invoice, role);
        var broken = signature with { By = signature.By + "!" };
        return invoice with { Signatures = invoice.Signatures.Add(word[^1] == 'B' ? broken : signature) };
    }

    private static byte[] Seed() => [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
}
