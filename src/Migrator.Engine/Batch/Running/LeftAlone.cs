using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch.Running;

/// <summary>
/// Whether the batch file means a bindle, asked again of what the run reads: the plan may have had no answer from its
/// source, and a bindle can be signed anew or yanked between plan and run without another digest of its artifact.
/// </summary>
internal static class LeftAlone
{
    /// <summary>Why a bindle is left alone after all; null when it is moved.</summary>
    public static Finding? By(BatchSelection selection, VerificationOutcome outcome) => selection.Judge(outcome) switch
    {
        null => null,
        LeftOut.Yanked => BatchFindings.Yanked.Of(
            "yanked",
            "The bindle was yanked, which the plan did not see, and nothing was sent now. To take it all the same, "
            + "write 'yanked = true' below [select] of the batch file, and plan again"
            + (selection.Latest ? "; to take the version before it, plan again." : ".")),
        _ => BatchFindings.NotSignedBy.Of(
            "signature",
            $"No valid signature is of a key that signed-by of [select] asks for ({Labels(selection)}), which the plan "
            + "could not see, and nothing was sent now. Have one of them sign it, or change signed-by, and plan "
            + "again."),
    };

    private static string Labels(BatchSelection selection) =>
        string.Join(", ", selection.SignedBy.Select(MessageText.Quote));
}
