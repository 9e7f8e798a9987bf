using System.Globalization;
using Migrator.Cloud.Health;
using Migrator.StandIn.Edge;
using Migrator.Testing;
using Xunit.Abstractions;

namespace Migrator.Cloud.Tests.Health;

/// <summary>
/// How often a deploy is called ready too early, by us and by the plugin's rule on the same failovers, and how well the
/// overlap is measured. <c>tests/soak</c> runs it with far more, and with every tail of 1 to 20 %.
/// </summary>
/// <remarks>
/// The bound of (1-p)^K is that of one try: K answers of which each is old with the chance p. A watch that takes any K
/// in a row has a new try after every old answer, and in 180 s so many of them that it is almost sure to be wrong once.
/// What keeps the bound is that answers are asked for closely while the failover may go on, so that a row that spans
/// 15 s has hundreds of them, and that every further try takes ten times the longest row that old answers have broken,
/// 480 at most. It holds for both questions: whether a client that asks every half second got an old answer within
/// 10 s, and, harder, whether by the script one could have come, however rare.
/// </remarks>
[CloudTest(CloudLine.FirstMatchTrap, CloudLine.Overlap)]
public sealed class FailoverFiguresTests(ITestOutputHelper output)
{
    private const int K = 30;
    private const int UsualRuns = 200;

    private static int Runs { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("SOAK_FAILOVERS"), CultureInfo.InvariantCulture, out var runs)
            ? runs
            : UsualRuns;

    private static int[] Percents => Runs == UsualRuns ? [1, 2, 5, 10, 20] : [.. Enumerable.Range(1, 20)];

    [Fact]
    public async Task FalseReadies_OfUsAndOfTheFirstMatch_AreAsFewAsPromised()
    {
        output.WriteLine(
            $"{Runs} failovers each; called ready though within 10 s an old answer followed, or could by the script");
        output.WriteLine(Line("", "ours", "allowed", "first match", "could: ours", "first match"));
        var row = await RowAsync("the FAQ's script", FailoverScript.Default, allowed: 0);
        Assert.Equal((Runs, 0, 0), (row.Ready, row.Ours, row.OursByScript));
        Assert.InRange(row.FirstMatchByScript, Runs * 19 / 20, Runs);
        Assert.InRange(row.FirstMatch, Runs * 3 / 4, Runs);

        foreach (var percent in Percents)
        {
            var allowed = Allowed(percent / 100.0);
            foreach (var (name, script) in Tails(percent))
            {
                var tail = await RowAsync($"{name}{percent} %", script, allowed);
                Assert.InRange(tail.Ours, 0, allowed);
                Assert.InRange(tail.OursByScript, 0, allowed);
                Assert.True(tail.FirstMatchByScript > tail.OursByScript);
            }
        }
    }

    [Fact]
    public async Task Overlap_OfEveryFailover_IsThatOfTheScript()
    {
        var script = FailoverScript.Default;
        var late = new List<double>();
        for (var seed = 0; seed < Runs; seed++)
        {
            using var race = await FailoverRace.RunAsync(script, seed);

            Assert.InRange((race.Report.Overlap - race.AnsweredOverlap).TotalSeconds, -0.1, 0.1);
            Assert.InRange((race.Report.TimeToFirstNew!.Value - script.NewAt!.Value).TotalSeconds, 0, 1);
            late.Add((script.Overlap!.Value - race.Report.Overlap).TotalSeconds);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"the script's 11 s less the overlap: mean {late.Average():F2} s, {late.Min():F2} to {late.Max():F2} s"));
        Assert.InRange(late.Min(), 0, 1);

        // Chance keeps 1 in 100,000 from it, so of the thousands of a soak one may be further off.
        Assert.InRange(late.Count(seconds => seconds > 1), 0, Runs / 5_000);
    }

    private static IEnumerable<(string Name, FailoverScript Script)> Tails(int percent)
    {
        yield return ("new at once, tail ", FailoverScript.Parse($"0:100/0, 3:{percent}/{100 - percent}"));
        yield return ("the FAQ's, tail ", FailoverScript.WithTail(percent, TimeSpan.FromHours(1)));
    }

    private static double Allowed(double share)
    {
        var chance = Math.Pow(1 - share, K);
        return (Runs * chance) + (2 * Math.Sqrt(Runs * chance * (1 - chance)));
    }

    private async Task<Row> RowAsync(string name, FailoverScript script, double allowed)
    {
        var row = new Row(0, 0, 0, 0, 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            using var race = await FailoverRace.RunAsync(script, seed);
            row = row.Add(race.Ours, race.FirstMatch);
        }

        output.WriteLine(Line(
            name, row.Ours, $"{allowed:F1}", row.FirstMatch, row.OursByScript, row.FirstMatchByScript));
        return row;
    }

    private static string Line(string name, params object[] cells) =>
        $"{name,-24}" + string.Concat(cells.Select(cell => $"{cell,13}"));

    private sealed record Row(int Ready, int Ours, int OursByScript, int FirstMatch, int FirstMatchByScript)
    {
        public Row Add(Announcement ours, Announcement first) => new(
            Ready + (ours.IsReady ? 1 : 0),
            Ours + (ours.IsFalse ? 1 : 0),
            OursByScript + (ours.MayBeFalse ? 1 : 0),
            FirstMatch + (first.IsFalse ? 1 : 0),
            FirstMatchByScript + (first.MayBeFalse ? 1 : 0));
    }
}
