using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Tests.Verification;

/// <summary>Bindles of our own making, whose parcels hold the letter a or the letter b.</summary>
internal static class Bindles
{
    /// <summary>The digest of the one-byte text "a".</summary>
    public const string A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    /// <summary>The digest of the one-byte text "b".</summary>
    public const string B = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";

    /// <summary>The head of an invoice; tables may follow.</summary>
    public const string Head = "bindleVersion='1.0.0'\nbindle={name='a/b',version='1.0.0'}\n";

    /// <summary>One parcel's text.</summary>
    /// <param name="name">The label's name, as TOML.</param>
    /// <param name="sha256">The digest; that of "a" by default.</param>
    /// <param name="rest">More TOML: label keys first, then tables.</param>
    public static string Parcel(string name, string sha256 = A, string rest = "", long size = 1) => $"""
        [[parcel]]
        [parcel.label]
        sha256 = "{sha256}"
        mediaType = "text/plain"
        name = "{name}"
        size = {size}
        {rest}

        """;

    /// <summary>One parcel in one group.</summary>
    public static string Member(string group, string name, string sha256 = A, string requires = "") =>
        Parcel(name, sha256, $"[parcel.conditions]\nmemberOf = ['{group}']\nrequires = [{requires}]");

    /// <summary>A package of an invoice's text, with the parcels "a" and "b".</summary>
    public static BindlePackage Package(string toml, MemoryParcels? parcels = null)
    {
        if (parcels is null)
        {
            parcels = new MemoryParcels();
            parcels.Add("a"u8.ToArray());
            parcels.Add("b"u8.ToArray());
        }

        var bytes = Encoding.UTF8.GetBytes(toml);
        return BindlePackage.Create("test", bytes, InvoiceToml.Read(bytes, "invoice.toml"), parcels);
    }

    public static Task<VerificationOutcome> VerifyAsync(string toml, VerificationPolicy? policy = null) =>
        BindleVerifier.VerifyAsync(Package(toml), policy ?? new VerificationPolicy(), CancellationToken.None);
}
