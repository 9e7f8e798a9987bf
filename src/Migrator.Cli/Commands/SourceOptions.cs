using System.CommandLine;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Engine.Jobs;
using Migrator.Engine.Resilience;

namespace Migrator.Cli.Commands;

/// <summary>The options on which bindle is read and what is taken.</summary>
internal sealed class SourceOptions
{
    /// <summary>The heading of options on what is read.</summary>
    public const string Heading = "Source";

    private readonly Option<string?> _id = new("--id")
    {
        Description = "Which bindle of a source that holds several; what the bindle of a module map is called.",
        HelpName = "NAME/VERSION",
    };

    private readonly Option<string?> _store = new("--bindle-store")
    {
        Description = "A Bindle server's own folder, for sources such as bindle:NAME/VERSION.",
        HelpName = "DIR",
    };

    private readonly BindleServerFlags _server = new();

    private readonly Option<bool> _lenient = new("--lenient")
    {
        Description = "Take doubtful spellings that Bindle servers took, with a warning.",
    };

    private readonly Option<bool> _includeYanked = new("--include-yanked")
    {
        Description = "Take bindles that were withdrawn.",
    };

    private readonly Option<long?> _maxParcelSize = Quantity.Create<long>(
        "--max-parcel-size",
        "SIZE",
        "The largest parcel that is taken, such as 64MiB (default: 4GiB).",
        ByteSize.TryParse,
        ByteSize.Rule);

    public void AddTo(CliCommand command)
    {
        command.Add(Heading, _id, _store, _lenient, _includeYanked, _maxParcelSize);
        _server.AddTo(command);
    }

    public VerificationPolicy PolicyOf(ParseResult parsed) => new()
    {
        Lenient = parsed.GetValue(_lenient),
        IncludeYanked = parsed.GetValue(_includeYanked),
        MaxParcelSize = parsed.GetValue(_maxParcelSize) ?? new VerificationPolicy().MaxParcelSize,
    };

    /// <summary>Whether the options alone say which bindle, so that no source argument is needed.</summary>
    public bool NamesBindle(ParseResult parsed) =>
        parsed.GetValue(_id) is not null && NamesPlace(parsed);

    /// <summary>Whether the command line names a store or a server, so that a bare name is a bindle's.</summary>
    public bool NamesPlace(ParseResult parsed) => parsed.GetValue(_store) is not null || _server.IsNamed(parsed);

    /// <summary>Which bindle is meant.</summary>
    /// <exception cref="UsageException">Argument and options do not go together.</exception>
    public SourceChoice ChoiceOf(ParseResult parsed, string? source, CliContext context) => SourceChoice.Of(
        source,
        parsed.GetValue(_id),
        parsed.GetValue(_store),
        _server.PlaceOf(parsed, context));

    /// <summary>How the source is opened.</summary>
    /// <exception cref="UsageException">The options of a server do not go together.</exception>
    public SourceOpener OpenerOf(
        ParseResult parsed, SourceChoice choice, ResilienceOptions resilience, CliContext context, Report report) =>
        OpenerOf(parsed, choice, parsed.GetValue(_includeYanked), resilience, context, report);

    /// <summary>How a source is opened that is only looked at: what was yanked, too.</summary>
    /// <exception cref="UsageException">The options of a server do not go together.</exception>
    public SourceOpener LookerOf(
        ParseResult parsed, SourceChoice choice, ResilienceOptions resilience, CliContext context, Report report) =>
        OpenerOf(parsed, choice, includeYanked: true, resilience, context, report);

    private SourceOpener OpenerOf(
        ParseResult parsed,
        SourceChoice choice,
        bool includeYanked,
        ResilienceOptions resilience,
        CliContext context,
        Report report)
    {
        if (choice.Server is { } address)
        {
            var server = _server.OptionsOf(parsed, context, address, report) with
            {
                Lenient = parsed.GetValue(_lenient),
            };
            return _server.OpenerOf(parsed, context, server, resilience);
        }

        var openImports = choice.Imports is { } imports
            ? OpenerOf(parsed, imports, includeYanked, resilience, context, report)
            : null;
        var options = new BindleSourceOptions
        {
            Lenient = parsed.GetValue(_lenient),
            TempFolder = context.TempFolder,
            IncludeYanked = includeYanked,
            OpenImports = openImports is null ? null : stop => openImports(stop),
        };
        return stop => BindleSources.OpenAsync(choice.Path!, options, stop);
    }

    /// <summary>How the bindle's server is asked for its host keys; null when there is no server.</summary>
    /// <exception cref="UsageException">The options of a server do not go together.</exception>
    public HostKeyReader? HostKeysOf(
        ParseResult parsed, SourceChoice choice, ResilienceOptions resilience, CliContext context, Report report) =>
        choice.Server is { } address
            ? _server.HostKeysOf(parsed, context, _server.OptionsOf(parsed, context, address, report), resilience)
            : null;
}
