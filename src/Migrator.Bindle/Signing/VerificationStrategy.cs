using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Signing;

/// <summary>
/// Which signatures of an invoice must be valid and by known keys, by Bindle's names and rules (spec/bindle.md 4.6).
/// Immutable and thread safe.
/// </summary>
public sealed class VerificationStrategy
{
    private static readonly ImmutableArray<SignatureRole> EveryRole =
        [SignatureRole.Creator, SignatureRole.Proxy, SignatureRole.Host, SignatureRole.Approver];

    private readonly string _name;

    private VerificationStrategy(string name, ImmutableArray<SignatureRole> roles)
    {
        _name = name;
        Roles = roles;
    }

    /// <summary>At least one creator, and every creator's signature valid and by a known key; others ignored.</summary>
    public static VerificationStrategy CreativeIntegrity { get; } =
        new(nameof(CreativeIntegrity), [SignatureRole.Creator]) { NeedsKnownKeys = true, NeedsEachRole = true };

    /// <summary>Every creator's and approver's signature valid, at least one of them by a known key.</summary>
    public static VerificationStrategy AuthoritativeIntegrity { get; } =
        new(nameof(AuthoritativeIntegrity), [SignatureRole.Creator, SignatureRole.Approver]);

    /// <summary>At least one creator, and every signature of any role valid and by a known key.</summary>
    public static VerificationStrategy GreedyVerification { get; } =
        new(nameof(GreedyVerification), [SignatureRole.Creator])
        {
            JudgesAll = true,
            NeedsKnownKeys = true,
            NeedsEachRole = true,
        };

    /// <summary>At least one signature, and every one valid and by a known key, whatever its role.</summary>
    public static VerificationStrategy ExhaustiveVerification { get; } =
        new(nameof(ExhaustiveVerification), EveryRole) { JudgesAll = true, NeedsKnownKeys = true };

    /// <summary>The roles whose signatures the strategy looks at, in the order given; may repeat.</summary>
    public ImmutableArray<SignatureRole> Roles { get; }

    /// <summary>Whether signatures of other roles must be valid too.</summary>
    public bool JudgesAll { get; private init; }

    /// <summary>Whether every signature that is looked at must be by a known key; else one of them.</summary>
    public bool NeedsKnownKeys { get; private init; }

    /// <summary>Whether each of <see cref="Roles"/> must have signed.</summary>
    public bool NeedsEachRole { get; private init; }

    /// <summary>Each role given, all their signatures valid and by known keys; others ignored.</summary>
    /// <param name="roles">At least one role.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException">There is no role.</exception>
    public static VerificationStrategy MultipleAttestation(params IEnumerable<SignatureRole> roles) =>
        new(nameof(MultipleAttestation), Some(roles)) { NeedsKnownKeys = true, NeedsEachRole = true };

    /// <summary>Each role given, and every signature of any role valid and by a known key.</summary>
    /// <param name="roles">At least one role.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException">There is no role.</exception>
    public static VerificationStrategy MultipleAttestationGreedy(params IEnumerable<SignatureRole> roles) =>
        new(nameof(MultipleAttestationGreedy), Some(roles))
        {
            JudgesAll = true,
            NeedsKnownKeys = true,
            NeedsEachRole = true,
        };

    /// <summary>Reads a strategy as Bindle's server and client do, whose refusals it repeats word for word.</summary>
    /// <param name="text">
    /// A name in any case; for the last two roles in brackets, by name or first letter, such as
    /// <c>MultipleAttestation[Creator, h]</c>.
    /// </param>
    /// <param name="strategy">The strategy, when the text is one.</param>
    /// <param name="cause">Why it is none, in Bindle's words.</param>
    /// <returns>Whether the text is a strategy.</returns>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out VerificationStrategy? strategy,
        [NotNullWhen(false)] out string? cause)
    {
        ArgumentNullException.ThrowIfNull(text);
        return StrategySpelling.TryRead(text, out strategy, out cause);
    }

    /// <summary>Whether the strategy looks at signatures of a role.</summary>
    /// <param name="role">The role.</param>
    /// <returns>Whether it does; the others it passes over.</returns>
    public bool LooksAt(SignatureRole role) => JudgesAll || Roles.Contains(role);

    /// <summary>The strategy as Bindle spells it.</summary>
    /// <returns>For example <c>GreedyVerification</c> or <c>MultipleAttestation[Creator, Host]</c>.</returns>
    public override string ToString() => _name.StartsWith(nameof(MultipleAttestation), StringComparison.Ordinal)
        ? $"{_name}[{string.Join(", ", Roles)}]"
        : _name;

    private static ImmutableArray<SignatureRole> Some(IEnumerable<SignatureRole> roles)
    {
        ImmutableArray<SignatureRole> some = [.. roles];
        return some.IsEmpty
            ? throw new ArgumentException("The strategy needs at least one role.", nameof(roles))
            : some;
    }
}
