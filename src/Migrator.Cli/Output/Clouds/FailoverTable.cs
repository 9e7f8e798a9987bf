using System.Globalization;
using Migrator.Cloud.Health;

namespace Migrator.Cli.Output.Clouds;

/// <summary>A failover as a table, a line a second while it lasts; its end is <see cref="HealthText"/>.</summary>
internal sealed class FailoverTable(Report report)
{
    private int _last = int.MaxValue;

    /// <summary>Adds a second; the first one of a watch has the heads above it.</summary>
    public void Add(SecondShare second)
    {
        if (second.Second <= _last)
        {
            report.Step("second    new    old  error");
        }

        _last = second.Second;
        report.Step(string.Create(
            CultureInfo.InvariantCulture, $"{second.Second,6} {second.New,6} {second.Old,6} {second.Errors,6}"));
    }
}
