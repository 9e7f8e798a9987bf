using System.CommandLine;
using System.CommandLine.Parsing;
using Migrator.StandIn.Conformance;
using Migrator.StandIn.Edge;

namespace Migrator.StandIn.Commands;

/// <summary>The knobs of <see cref="StandInOptions"/> as options of a command line.</summary>
internal sealed class KnobOptions
{
    private static readonly StandInOptions Defaults = new();

    private readonly Option<CloudEra> _era = Knob("--era", "Age of the API: c37 or head.", CloudEra.C37);

    private readonly Option<BindleUpload?> _bindle =
        Knob<BindleUpload?>("--bindle", "Bindle upload: on, readonly or off; default: the era's.", null);

    private readonly Option<int> _gate =
        Knob("--gate-status", "Status of a refused downgrade: 404, 400 or 409.", Defaults.GateStatus);

    private readonly Option<bool> _keepsStorageId =
        Knob("--keep-storage-id", "The first OCI revision does not change an app's storageId.", false);

    private readonly Option<bool> _hippoStatuses =
        Knob("--hippo-statuses", "Answer 201, 204 and nulls where the OpenAPI document says 200 and nothing.", false);

    private readonly Option<PatchShape> _patch =
        Knob("--patch-shape", "Bodies a PATCH takes: flat or lenient.", Defaults.PatchShape);

    private readonly Option<DeviceApproval> _device =
        Knob("--device-flow", "What happens to a device code: afterpolls, never or denied.", Defaults.DeviceFlow);

    private readonly Option<int> _polls = Knob("--device-polls", "Polls until approval.", Defaults.DevicePolls);

    private readonly Option<TokenForm> _tokens = Knob("--tokens", "Form of tokens: jwt or opaque.", Defaults.Tokens);

    private readonly Option<int> _lifetime = Knob(
        "--token-lifetime", "Seconds a token is good.", (int)Defaults.TokenLifetime.TotalSeconds);

    private readonly Option<bool> _noRefresh = Knob("--no-refresh", "Tokens cannot be refreshed.", false);

    private readonly Option<bool> _noQuotas = Knob("--no-quotas", "No limits on apps, deploys and requests.", false);

    private readonly Option<FailoverScript> _failover = new("--failover")
    {
        Description = "How new takes over from old, by weight: SECONDS:OLD/NEW[/502[/404]], ...",
        HelpName = "SCRIPT",
        DefaultValueFactory = _ => FailoverScript.Default,
        CustomParser = ParseFailover,
    };

    private readonly Option<bool> _sticky =
        Knob("--sticky", "A connection stays with the version that answered it first.", false);

    private readonly Option<EdgeRouting> _routing = Knob(
        "--routing", "Domains of apps: portperapp, or hostheader (NAME.localhost:PORT).", Defaults.Routing);

    private readonly Option<bool> _ownRepository =
        Knob("--own-repository", "Upload addresses name the app's repository, not the account's.", false);

    private readonly Option<int> _port = Knob("--port", "Port of the API; 0 for a free one.", 5309);

    private readonly Option<int> _registryPort = Knob("--registry-port", "Port of the registry; 0 for a free one.", 0);

    private readonly Option<int> _chance = Knob("--chance", "Seed of all chance.", Defaults.Seed);

    private readonly Option<string?> _openApi = Knob<string?>(
        "--openapi",
        "The cloud's OpenAPI document: served at /swagger/v1/swagger.json, and every request is checked with it.",
        null);

    private readonly Option<string[]> _quirks = new Option<string[]>("--quirk")
    {
        Description = "A habit that is off unless named. Can be given again.",
    }.AcceptOnlyFromAmong(Quirks.Names);

    private readonly Option<Quotas> _limits = new("--limit")
    {
        Description = Limits.Description,
        HelpName = "NAME=NUMBER",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseLimits,
    };

    private Option[] All =>
    [
        _era, _bindle, _gate, _keepsStorageId, _hippoStatuses, _patch, _device, _polls, _tokens, _lifetime, _noRefresh,
        _noQuotas, _failover, _sticky, _routing, _ownRepository, _port, _registryPort, _chance, _openApi,
        _quirks, _limits,
    ];

    internal void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    internal StandInOptions Read(ParseResult parsed) => Quirks.Apply(ReadKnobs(parsed), parsed.GetValue(_quirks) ?? []);

    private StandInOptions ReadKnobs(ParseResult parsed) => new()
    {
        Era = parsed.GetValue(_era),
        Bindle = parsed.GetValue(_bindle),
        GateStatus = parsed.GetValue(_gate),
        RewritesStorageId = !parsed.GetValue(_keepsStorageId),
        StrictOas = !parsed.GetValue(_hippoStatuses),
        PatchShape = parsed.GetValue(_patch),
        DeviceFlow = parsed.GetValue(_device),
        DevicePolls = parsed.GetValue(_polls),
        Tokens = parsed.GetValue(_tokens),
        TokenLifetime = TimeSpan.FromSeconds(parsed.GetValue(_lifetime)),
        Refreshes = !parsed.GetValue(_noRefresh),
        Quotas = parsed.GetValue(_limits) ?? (parsed.GetValue(_noQuotas) ? Quotas.None : Quotas.Starter),
        Failover = parsed.GetRequiredValue(_failover),
        StickyConnections = parsed.GetValue(_sticky),
        Routing = parsed.GetValue(_routing),
        BackingRepository = parsed.GetValue(_ownRepository) ? null : Defaults.BackingRepository,
        Port = parsed.GetValue(_port),
        RegistryPort = parsed.GetValue(_registryPort),
        Seed = parsed.GetValue(_chance),
        OpenApi = parsed.GetValue(_openApi) is { } file ? _ => OpenApiDocument.Read(file) : Defaults.OpenApi,
    };

    private static FailoverScript? ParseFailover(ArgumentResult result)
    {
        try
        {
            return FailoverScript.Parse(result.Tokens[0].Value);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            result.AddError(fault.Message);
            return null;
        }
    }

    private static Quotas ParseLimits(ArgumentResult result)
    {
        var quotas = Quotas.Starter;
        foreach (var token in result.Tokens)
        {
            if (Limits.TryApply(quotas, token.Value) is { } changed)
            {
                quotas = changed;
            }
            else
            {
                result.AddError($"'{token.Value}' is no limit; write {Limits.Description}");
            }
        }

        return quotas;
    }

    private static Option<T> Knob<T>(string name, string description, T otherwise) =>
        new(name) { Description = description, DefaultValueFactory = _ => otherwise };
}
