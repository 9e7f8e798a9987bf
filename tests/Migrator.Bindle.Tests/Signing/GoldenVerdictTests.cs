using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Testing;
using Snapshooter.Xunit;

namespace Migrator.Bindle.Tests.Signing;

/// <summary>The 7,112 verdicts of Bindle 0.9.1, by its own rules and by ours.</summary>
public sealed class GoldenVerdictTests
{
    private readonly Dictionary<string, Invoice> _invoices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Keyring> _keyrings = new(StringComparer.Ordinal);

    [SharedFact]
    public void Verify_AsBindle_GivesEveryVerdictWithItsCause()
    {
        var rows = GoldenVerdict.ReadAll();

        var wrong = from row in rows
                    let verdict = Verify(row, SignaturePolicy.AsBindle)
                    where verdict.Cause != row.Cause || verdict.IsAccepted != (row.Cause is null)
                    select $"{row}: got {verdict.Cause ?? "accepted"}";

        Assert.Equal(7112, rows.Count);
        Assert.Equal(962 + 53, rows.Count(row => row.Cause is null));
        Assert.Empty(wrong.Take(20));
    }

    [SharedFact]
    public void Verify_ByOurDefaults_DiffersOnlyByNamedDeviations()
    {
        var rows = GoldenVerdict.ReadAll().Select(row => (Row: row, Verdict: Verify(row, ByDefault))).ToArray();

        Assert.All(rows, pair => Assert.Equal(pair.Row.Cause, pair.Verdict.ReferenceCause));
        Assert.All(rows, pair => Assert.Equal(
            pair.Row.Cause is null && pair.Verdict.Deviations.IsEmpty, pair.Verdict.IsAccepted));
        Snapshot.Match(string.Join('\n', rows.GroupBy(Describe).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}: {group.Count()}{Invoices(group.Select(pair => pair.Row))}")));
    }

    private static SignaturePolicy ByDefault(VerificationStrategy strategy) => new() { Strategy = strategy };

    private static string Describe((GoldenVerdict Row, SignatureVerdict Verdict) pair) =>
        (pair.Verdict.IsAccepted, pair.Row.Cause) switch
        {
            (true, _) => "both accept",
            (false, null) => $"we refuse, with keyring {pair.Row.Keyring}, {Names(pair.Verdict)}",
            _ => "both refuse",
        };

    private static string Names(SignatureVerdict verdict) =>
        string.Join(" and ", verdict.Deviations.Select(kind => $"{kind.Code} ({kind.Title})"));

    private static string Invoices(IEnumerable<GoldenVerdict> rows)
    {
        string[] names = [.. rows.Select(row => row.Invoice).Distinct().Order(StringComparer.Ordinal)];
        return names.Length > 40 ? "" : string.Concat(names.Select(name => $"\n    {name}"));
    }

    private SignatureVerdict Verify(GoldenVerdict row, Func<VerificationStrategy, SignaturePolicy> policy)
    {
        Assert.True(VerificationStrategy.TryParse(row.Strategy, out var strategy, out _));
        var keyring = ReadKeyring("keyrings", row.Keyring);

        // The server trusts the keys it signs with, too (golden README, signing/).
        keyring = row.IsOfServer ? keyring.With(ReadServersKey()) : keyring;
        return SignatureVerifier.Verify(ReadInvoice(row.Invoice), keyring, policy(strategy));
    }

    private Invoice ReadInvoice(string name)
    {
        if (!_invoices.TryGetValue(name, out var invoice))
        {
            var file = GoldenVerdict.Signing("invoices", name + ".toml");
            _invoices[name] = invoice = InvoiceToml.Read(File.ReadAllBytes(file), name).Invoice!;
        }

        return invoice;
    }

    private Keyring ReadKeyring(string folder, string name)
    {
        if (!_keyrings.TryGetValue(name, out var keyring))
        {
            var file = GoldenVerdict.Signing(folder, name + ".toml");
            _keyrings[name] = keyring = KeyringToml.Read(File.ReadAllBytes(file), name).Keyring!;
        }

        return keyring;
    }

    private Keyring ReadServersKey()
    {
        const string Name = "server-host";
        if (!_keyrings.TryGetValue(Name, out var keyring))
        {
            var file = GoldenVerdict.Signing("keys", Name + ".toml");
            _keyrings[Name] = keyring = new Keyring(SecretKeyFile.ReadPublic(file));
        }

        return keyring;
    }
}
