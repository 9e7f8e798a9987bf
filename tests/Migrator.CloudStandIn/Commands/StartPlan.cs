namespace Migrator.StandIn.Commands;

/// <summary>What is done when the program starts.</summary>
/// <param name="Seeds">What the account owns at first.</param>
/// <param name="Faults">What goes wrong.</param>
/// <param name="LoginFolder">Where the login file goes; null for a new folder.</param>
internal sealed record StartPlan(
    IReadOnlyList<string> Seeds,
    IReadOnlyList<string> Faults,
    string? LoginFolder)
{
    /// <summary>Puts seeds and faults there.</summary>
    /// <returns>What cannot be read; null for nothing.</returns>
    internal string? ApplyTo(CloudStandIn standIn)
    {
        if (Seeds.FirstOrDefault(seed => !SeedNames.TryApply(standIn.Seeds, seed)) is { } seed)
        {
            return $"There is no seed '{seed}'; write {SeedNames.Description}.";
        }

        return Faults.FirstOrDefault(fault => !FaultNames.TryApply(standIn.Faults, fault)) is { } fault
            ? $"There is no fault '{fault}'; write {FaultNames.Description}"
            : null;
    }
}
