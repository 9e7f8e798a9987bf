using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Signing;

/// <summary>An invoice of our own making, its signers, and verdicts on it.</summary>
internal static class Signed
{
    public static readonly BindleSigner Creator = new("Creator <creator@example.com>");
    public static readonly BindleSigner Approver = new("Approver <approver@example.com>");
    public static readonly BindleSigner Host = new("Host <host@example.com>");
    public static readonly BindleSigner Stranger = new("Stranger <stranger@example.com>");

    /// <summary>The three that are trusted, each in its role.</summary>
    public static readonly Keyring Ring = new(
        Creator.Entry(SignatureRole.Creator), Approver.Entry(SignatureRole.Approver), Host.Entry(SignatureRole.Host));

    public static readonly Invoice Plain = new()
    {
        BindleVersion = "1.0.0",
        Id = BindleId.Parse("example.com/shop/1.2.0"),
        Parcels = [Parcel("a", 'a'), Parcel("b", 'b')],
    };

    public static Parcel Parcel(string name, char digit) => new()
    {
        Label = new Label { Sha256 = new string(digit, 64), MediaType = "text/plain", Name = name, Size = 1 },
    };

    public static SignatureVerdict Verify(Invoice invoice, SignaturePolicy? policy = null) =>
        SignatureVerifier.Verify(invoice, Ring, policy ?? new SignaturePolicy());

    public static SignatureVerdict VerifyAsBindle(Invoice invoice, VerificationStrategy? strategy = null) =>
        Verify(invoice, SignaturePolicy.AsBindle(strategy ?? VerificationStrategy.GreedyVerification));

    /// <summary>An invoice whose only signature is changed.</summary>
    public static Invoice WithSignature(Func<InvoiceSignature, InvoiceSignature> change)
    {
        var signed = Creator.Sign(Plain);
        return signed with { Signatures = [change(signed.Signatures[0])] };
    }

    public static string[] Codes(SignatureVerdict verdict) => [.. verdict.Findings.Select(finding => finding.Code)];
}
