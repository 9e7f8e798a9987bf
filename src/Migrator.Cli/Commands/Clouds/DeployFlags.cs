using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Migrator.Cli.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Health;
using Migrator.Engine.Deploying;

namespace Migrator.Cli.Commands.Clouds;

/// <summary>The options on a deploy.</summary>
internal sealed class DeployFlags
{
    private const string SmokeExpected =
        "a path such as /ping or /ping=204, or a URL (http or https) with no login in it";

    private readonly Option<bool> _deploy = new("--deploy")
    {
        Description = "Deploy to Fermyon Cloud: push there, create or upgrade the app, watch it until it is ready.",
    };

    private readonly Option<string?> _registry = new("--registry")
    {
        Description = "The cloud's registry, where it is not at registry.CLOUD.",
        HelpName = "HOST",
    };

    private readonly Option<CloudEra?> _era = Choice.Create<CloudEra?>(
        "--era",
        "How the cloud makes revisions live: explicit-channels (before 2024) or implicit-activation. The apps of the "
        + "account tell it, or the cloud's OpenAPI document.",
        ("auto", null),
        ("explicit-channels", CloudEra.ExplicitChannels),
        ("implicit-activation", CloudEra.ImplicitActivation));

    private readonly Option<Guid?> _appId = Quantity.Create<Guid>(
        "--app-id", "ID", "The app to upgrade, whatever its name.", Guid.TryParse, "the id of an app");

    private readonly Option<string[]> _variables = Many(
        "--variable", "NAME=VALUE", "A variable of the app, set before the new version starts.");

    private readonly Option<string[]> _keyValues = Many(
        "--key-value", "KEY=VALUE", "A pair for the app's store default, written before the new version starts.");

    private readonly Option<string[]> _links = Many(
        "--link", "KIND:LABEL=NAME", "The store (kv) or database (sqlite) that a label of the app leads to.");

    private readonly Option<string[]> _smoke = Many(
        "--smoke",
        "URL[=STATUS]",
        "A path of the app, or a URL, that must be answered (with 200) before it counts as ready.");

    private readonly Option<OnFailure> _onFailure = Choice.Create(
        "--on-failure",
        "What becomes of a version that does not get ready: it stays, or the one before is made live again.",
        ("keep", OnFailure.Keep),
        ("rollback", OnFailure.Rollback));

    private readonly Option<bool> _requireRollback = new("--require-rollback")
    {
        Description = "Deploy only when there is a way back.",
    };

    private readonly CloudFlags _cloud = new();
    private readonly HealthFlags _health = new();

    public DeployFlags()
    {
        _era.HelpName = "ERA";
        _variables.Validators.Add(result => Require(result, text => PairOrNull(text) is not null, "NAME=VALUE"));
        _keyValues.Validators.Add(result => Require(result, text => PairOrNull(text) is not null, "KEY=VALUE"));
        _links.Validators.Add(
            result => Require(result, text => LinkOrNull(text) is not null, "kv:LABEL=NAME or sqlite:LABEL=NAME"));
        _smoke.Validators.Add(
            result => Require(result, text => SmokeOrNull(text) is not null, SmokeExpected));
    }

    private IEnumerable<Option> Own =>
        [_appId, _variables, _keyValues, _links, _smoke, _onFailure, _requireRollback, _registry, _era];

    private IEnumerable<Option> Others => [.. Own, .. _health.All, .. _cloud.All];

    public void AddTo(CliCommand command)
    {
        command.Add("Deploy", [_deploy, .. Own]);
        _health.AddTo(command);
        _cloud.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(_deploy)
                && Others.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } alone)
            {
                result.AddError($"{alone.Name} is for a deploy; add --deploy, or leave it out.");
            }
        });
    }

    /// <summary>Whether the command line asks for a deploy.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_deploy);

    /// <summary>The way to the cloud.</summary>
    /// <exception cref="Cloud.Login.LoginException">There is no login that will do.</exception>
    public CloudSession SessionFor(ParseResult parsed, CliContext context, Report report) => _cloud.SessionFor(
        parsed, context, _health.PacingOf(parsed, report));

    /// <summary>The host of the cloud's registry.</summary>
    public string RegistryOf(ParseResult parsed, Uri cloud) =>
        parsed.GetValue(_registry) ?? CloudNames.RegistryHostFor(cloud);

    /// <summary>Adds what is said of the deploy to a request.</summary>
    public DeployRequest Complete(ParseResult parsed, DeployRequest request) => request with
    {
        Era = parsed.GetValue(_era),
        AppId = parsed.GetValue(_appId),
        Variables = PairsOf(parsed, _variables),
        KeyValues = PairsOf(parsed, _keyValues),
        Links = [.. (parsed.GetValue(_links) ?? []).Select(text => LinkOrNull(text)!)],
        Smoke = [.. (parsed.GetValue(_smoke) ?? []).Select(text => SmokeOrNull(text)!)],
        OnFailure = parsed.GetValue(_onFailure),
        IsRollbackRequired = parsed.GetValue(_requireRollback),
    };

    private static Option<string[]> Many(string name, string helpName, string description) => new(name)
    {
        Description = $"{description} May be given again.",
        HelpName = helpName,
    };

    // A value may be secret, so what is wrong is said without it.
    private static void Require(OptionResult result, Func<string, bool> isFit, string expected)
    {
        if (!result.Tokens.All(token => isFit(token.Value)))
        {
            result.AddError($"A value of {result.Option.Name} is not understood; expected {expected}.");
        }
    }

    private static ImmutableSortedDictionary<string, string> PairsOf(ParseResult parsed, Option<string[]> option) =>
        (parsed.GetValue(option) ?? []).Select(text => PairOrNull(text)!.Value)
        .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
        .ToImmutableSortedDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    private static (string Key, string Value)? PairOrNull(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (text[..at], text[(at + 1)..]) : null;

    private static ResourceLink? LinkOrNull(string text)
    {
        if (PairOrNull(text) is not var (use, name) || name.Length == 0)
        {
            return null;
        }

        return use.Split(':', 2) switch
        {
            ["kv", { Length: > 0 } label] => new ResourceLink(ResourceKind.KeyValue, label, name),
            ["sqlite", { Length: > 0 } label] => new ResourceLink(ResourceKind.Sql, label, name),
            _ => null,
        };
    }

    private static SmokeCheck? SmokeOrNull(string text) => SmokeCheck.TryParse(text, out var check) ? check : null;
}
