namespace Migrator.Cloud.Health;

/// <summary>What came of a <see cref="SmokeCheck"/>.</summary>
/// <param name="Check">The check.</param>
/// <param name="Url">Where it was asked, with its host.</param>
/// <param name="Status">The status that it was answered with; null when there was no answer.</param>
public sealed record SmokeResult(SmokeCheck Check, Uri Url, int? Status)
{
    /// <summary>Whether it was answered as it should be.</summary>
    public bool IsPassed => Status == Check.Status;
}
