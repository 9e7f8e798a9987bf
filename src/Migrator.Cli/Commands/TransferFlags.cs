using System.CommandLine;
using System.Globalization;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Engine.Resilience;

namespace Migrator.Cli.Commands;

/// <summary>The options on how hard hosts are asked, registries and Bindle servers alike.</summary>
internal sealed class TransferFlags
{
    private const int MaxConcurrency = 64;
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    private readonly Option<int?> _concurrency = Quantity.Create<int>(
        "--concurrency",
        "N",
        "The most requests to a host, and blobs on their way, at a time; a busy host gets fewer (default: 16; 4 blobs "
            + "to a disk).",
        (text, out value) => IsWhole(text, out value) && value is >= 1 and <= MaxConcurrency,
        "a number from 1 to 64");

    private readonly Option<double?> _rate = Quantity.Create<double>(
        "--rps",
        "N",
        "The most requests a second to a host (default: no limit).",
        (text, out value) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
            && value is >= 0.001 and <= 1_000_000,
        "a rate; expected requests a second, such as 50 or 0.5");

    private readonly Option<long?> _bandwidth = Quantity.Create<long>(
        "--bwlimit",
        "SIZE",
        "The most bytes a second, such as 8MiB, from a Bindle server and to and from registries, each (default: no "
            + "limit).",
        ByteSize.TryParse,
        ByteSize.Rule);

    private readonly Option<int?> _retries = Quantity.Create<int>(
        "--retries",
        "N",
        "How often a request is sent again after a failure (default: 5).",
        (text, out value) => IsWhole(text, out value) && value <= 99,
        "a number from 0 to 99");

    private readonly Option<TimeSpan?> _maxWait = Quantity.Create<TimeSpan>(
        "--retry-max-wait",
        "TIME",
        "The longest wait that a busy host is granted, such as 90s (default: 5m).",
        Duration.TryParse,
        "a time; expected seconds, or a number with s, m or h, up to a day");

    /// <summary>All of them; none holds a secret.</summary>
    public IEnumerable<Option> Told => [_concurrency, _rate, _bandwidth, _retries, _maxWait];

    public void AddTo(CliCommand command) => command.Add("Network", [.. Told]);

    /// <summary>How many blobs go at once; null when the command line does not say.</summary>
    public int? ConcurrencyOf(ParseResult parsed) => parsed.GetValue(_concurrency);

    /// <summary>How hard hosts are asked.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="report">Hears of waits; when verbose, of everything.</param>
    public ResilienceOptions OptionsOf(ParseResult parsed, Report report)
    {
        var usual = new ResilienceOptions();
        return usual with
        {
            Concurrency = parsed.GetValue(_concurrency) ?? usual.Concurrency,
            RequestsPerSecond = parsed.GetValue(_rate),
            BytesPerSecond = parsed.GetValue(_bandwidth),
            Retries = parsed.GetValue(_retries) ?? usual.Retries,
            RetryMaxWait = parsed.GetValue(_maxWait) ?? usual.RetryMaxWait,
            Noticed = notice =>
            {
                if (report.IsVerbose || notice.Wait >= LongWait)
                {
                    report.Notice(Words.Of(notice));
                }
            },
        };
    }

    private static bool IsWhole(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
