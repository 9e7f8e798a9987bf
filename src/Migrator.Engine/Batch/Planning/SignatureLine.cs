using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch.Planning;

/// <summary>What judging signatures came to, in one line for a report.</summary>
internal static class SignatureLine
{
    public static string? Of(SignatureVerdict? verdict)
    {
        if (verdict is null)
        {
            return null;
        }

        var signers = verdict.Signatures.Where(signature => signature.IsValid && signature.IsKnown)
            .Select(signature => $"{signature.KnownAs[0].Label} ({signature.Written.Role})")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var by = signers.Count == 0 ? "" : $", by {string.Join(", ", signers)}";
        return MessageText.Line($"{verdict.Outcome}{by}");
    }
}
