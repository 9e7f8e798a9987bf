using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Signing;

/// <summary>Reads strategies as written; every refusal is the reference's own (spec/bindle.md 4.6).</summary>
internal static class StrategySpelling
{
    private const string Empty = "Cannot parse VerificationStrategy from an empty string";
    private const string Unknown = "Unknown verification strategy";
    private const string NoRoles = "Multiple attestation strategy is missing roles";
    private const string NotClosed = "Missing closing ']' on roles";
    private const string BadRole = "Invalid SignatureRole, should be one of: Creator, Proxy, Host, Approver";

    public static bool TryRead(
        string text,
        [NotNullWhen(true)] out VerificationStrategy? strategy,
        [NotNullWhen(false)] out string? cause)
    {
        var parts = text.Trim().ToLowerInvariant().Split('[', 2);
        (strategy, cause) = (text.Length, parts[0]) switch
        {
            (0, _) => (null, Empty),
            (_, "creativeintegrity") => (VerificationStrategy.CreativeIntegrity, null),
            (_, "authoritativeintegrity") => (VerificationStrategy.AuthoritativeIntegrity, null),
            (_, "greedyverification") => (VerificationStrategy.GreedyVerification, null),
            (_, "exhaustiveverification") => (VerificationStrategy.ExhaustiveVerification, null),
            (_, "multipleattestation") => WithRoles(parts, roles => VerificationStrategy.MultipleAttestation(roles)),
            (_, "multipleattestationgreedy") =>
                WithRoles(parts, roles => VerificationStrategy.MultipleAttestationGreedy(roles)),
            _ => (null, Unknown),
        };
        return strategy is not null;
    }

    private static (VerificationStrategy? Strategy, string? Cause) WithRoles(
        string[] parts,
        Func<ImmutableArray<SignatureRole>, VerificationStrategy> make)
    {
        if (parts.Length < 2)
        {
            return (null, NoRoles);
        }

        if (!parts[1].EndsWith(']'))
        {
            return (null, NotClosed);
        }

        var roles = parts[1].TrimEnd(']').Split(',').Select(RoleOf).ToArray();
        return roles.Contains(null) ? (null, BadRole) : (make([.. roles.OfType<SignatureRole>()]), null);
    }

    private static SignatureRole? RoleOf(string text) => text.Trim() switch
    {
        "creator" or "c" => SignatureRole.Creator,
        "proxy" or "p" => SignatureRole.Proxy,
        "host" or "h" => SignatureRole.Host,
        "approver" or "a" => SignatureRole.Approver,
        _ => null,
    };
}
