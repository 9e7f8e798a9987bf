using System.Globalization;
using Migrator.Cloud.Health;
using Migrator.StandIn.Edge;
using Migrator.Testing;
using Xunit.Abstractions;

namespace Migrator.Cloud.Tests.Health;

/// <summary>
/// How often a deploy is called ready too early, by us and by the plugin's rule on the same failovers, and how well the
/// overlap is measured. <c>tests/soak</c> runs it with a hundred times as many.
/// </summary>
/// <remarks>
/// The bound of (1-p)^K is that of one try: K answers of which each is old with the chance p. A watch that takes any K
/// in a row has a new try after every old answer: in 180 s, at two samples a second and p = 5 %, about 18 of them, and
/// so it is almost sure to be wrong once. What keeps the bound is that the first try takes more than K samples (31 to
/// span 15 s, and 4 more while the cloud is asked three times), and that every further try takes ten times the longest
/// row that old answers have broken, 120 at most. False is what an old answer follows within 10 s; by the script, where
/// one could follow however rare it is, the bound holds from 10 % on. At 5 % the first try alone takes 16 of the 21 %
/// that are allowed; at 1 % even 120 samples are all new with a chance of 30 %: nothing that ends in time could tell.
/// </remarks>
[CloudTest(CloudLine.FirstMatchTrap, CloudLine.Overlap)]
public sealed class FailoverFiguresTests(ITestOutputHelper output)
{
    private const int K = 30;
    private const int SurelyTold = 10;
    private static readonly int[] Percents = [1, 2, 5, 10, 20];

    // The first and last of what is mixed are sure to be met, so that only the half second between samples hides them.
    private static readonly FailoverScript Sharp =
        FailoverScript.Parse("0:100/0, 3:0/100, 5:50/50, 12:100/0, 14:0/100");

    private static int Runs { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("SOAK_FAILOVERS"), CultureInfo.InvariantCulture, out var runs) ? runs : 200;

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
                if (percent >= SurelyTold)
                {
                    Assert.InRange(tail.OursByScript, 0, allowed);
                }

                Assert.True(tail.FirstMatchByScript > tail.OursByScript);
            }
        }
    }

    [Fact]
    public async Task Overlap_OfEveryFailover_IsThatOfTheAnswers()
    {
        var late = new List<double>();
        for (var seed = 0; seed < Runs; seed++)
        {
            using var race = await FailoverRace.RunAsync(FailoverScript.Default, seed);

            Assert.InRange((race.Report.Overlap - race.AnsweredOverlap).TotalSeconds, -1, 1);
            late.Add((FailoverScript.Default.Overlap!.Value - race.Report.Overlap).TotalSeconds);
        }

        // With 30 % new from 3 s on, and 30 % others up to 14 s, samples every half second see the first of the new
        // 1.2 s late in the mean, and the last of the others 1.7 s early: at that rate nobody sees the script's own.
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"the script's 11 s less the overlap: mean {late.Average():F2} s, {late.Min():F1} to {late.Max():F1} s"));
        Assert.InRange(late.Average(), 1.9, 3.9);
        Assert.InRange(late.Min(), 0, 11);
    }

    [Fact]
    public async Task Overlap_WhereTheScriptChangesSharply_IsThatOfTheScript()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            using var race = await FailoverRace.RunAsync(Sharp, seed);

            Assert.Equal(HealthVerdict.Converged, race.Report.Verdict);
            Assert.InRange((race.Report.Overlap - Sharp.Overlap!.Value).TotalSeconds, -1, 1);
            Assert.InRange((race.Report.TimeToFirstNew!.Value - Sharp.NewAt!.Value).TotalSeconds, 0, 1);
        }
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
