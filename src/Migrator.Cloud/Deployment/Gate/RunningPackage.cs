using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment.Gate;

/// <summary>What an application says that it runs, over several answers.</summary>
/// <param name="Kind">What.</param>
/// <param name="Identity">The artifact's digest or the bindle's version; null when it names none, or several.</param>
public sealed record RunningPackage(RunningKind Kind, string? Identity = null)
{
    /// <summary>Nothing that is known.</summary>
    public static RunningPackage Silent { get; } = new(RunningKind.Silent);

    /// <summary>Reads answers together.</summary>
    internal static RunningPackage Of(IReadOnlyCollection<ProbeSample> samples)
    {
        var named = samples.Where(sample => sample.Identity is not null)
            .Select(sample => (sample.Kind, sample.Identity))
            .Distinct()
            .ToList();
        return named switch
        {
            [] => samples.Any(sample => sample.Kind == ProbeKind.Unmarked) ? new(RunningKind.Unmarked) : Silent,
            [(ProbeKind.Oci, var digest)] => new(RunningKind.Oci, digest),
            [(_, var version)] => new(RunningKind.Bindle, version),
            _ => new(RunningKind.Several),
        };
    }
}
