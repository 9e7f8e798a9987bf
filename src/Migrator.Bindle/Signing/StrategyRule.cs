using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Signing;

/// <summary>
/// The reference's one rule behind all strategies, and the words of its refusals (spec/bindle.md 4.6, 4.7).
/// </summary>
internal static class StrategyRule
{
    private const string NoSignatures = "No signatures found on invoice. At least one signature is required";
    private const string NoKnownKey = "none of the signatures are made with a known key";
    private const string NotAllKnown = "strategy requires that all signatures for role(s) must be verified";

    /// <summary>Why the signatures are not enough; null when they are.</summary>
    /// <param name="hasField">Whether the invoice has a list of signatures, even an empty one.</param>
    /// <param name="signatures">The signatures, judged.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="isKnown">Whether the key of a signature is known.</param>
    public static string? FindCause(
        bool hasField,
        ImmutableArray<JudgedSignature> signatures,
        VerificationStrategy strategy,
        Func<JudgedSignature, bool> isKnown)
    {
        if (!hasField)
        {
            return Unverified(NoSignatures);
        }

        // The order of the invoice decides which of several faults is told.
        var looked = signatures.Where(signature => signature.Counts).ToArray();
        var faults = looked.Select(signature => FaultOf(signature, strategy, isKnown));
        return faults.FirstOrDefault(fault => fault is not null) ?? FindLack(looked, strategy, isKnown);
    }

    private static string? FaultOf(
        JudgedSignature signature,
        VerificationStrategy strategy,
        Func<JudgedSignature, bool> isKnown) => signature.State switch
        {
            SignatureState.CorruptKey => $"key is corrupt for `{signature.Written.Key}`",
            SignatureState.CorruptSignature => $"signature block is corrupt for key {signature.Written.Key}",
            SignatureState.Invalid => Unverified(signature.Written.Key),
            _ => strategy.NeedsKnownKeys && !isKnown(signature) ? Unverified(NotAllKnown) : null,
        };

    private static string? FindLack(
        JudgedSignature[] looked,
        VerificationStrategy strategy,
        Func<JudgedSignature, bool> isKnown)
    {
        if (!looked.Any(isKnown))
        {
            return NoKnownKey;
        }

        foreach (var role in strategy.NeedsEachRole ? strategy.Roles : [])
        {
            if (!looked.Any(signature => signature.Written.Role == role))
            {
                return Unverified($"No signature found for role {role}");
            }
        }

        return null;
    }

    private static string Unverified(string what) => $"signatures `{what}` cannot be verified";
}
