using Migrator.StandIn.Conformance;
using Migrator.StandIn.Edge;
using Migrator.Testing.Registries;

namespace Migrator.StandIn;

/// <summary>Every knob of the stand-in (spec/cloud-deploy.md 8.2). The defaults are the specification's.</summary>
public sealed record StandInOptions
{
    /// <summary>The age of the API.</summary>
    public CloudEra Era { get; init; } = CloudEra.C37;

    /// <summary>What is left of Bindle; null for the era's: on, and off at <see cref="CloudEra.Head"/>.</summary>
    public BindleUpload? Bindle { get; init; }

    /// <summary>The status of a refused downgrade: 404, 400 or 409.</summary>
    public int GateStatus { get; init; } = 404;

    /// <summary>Whether an app's first OCI revision turns its storage id into <c>oci://…</c>.</summary>
    public bool RewritesStorageId { get; init; } = true;

    /// <summary>
    /// Whether answers keep to the OpenAPI document: 200 everywhere, no nulls. If not, the statuses of Hippo (201, 204)
    /// and its nulls.
    /// </summary>
    public bool StrictOas { get; init; } = true;

    /// <summary>Which bodies a PATCH takes.</summary>
    public PatchShape PatchShape { get; init; } = PatchShape.Flat;

    /// <summary>Whether a PATCH of a channel starts the app anew; Hippo's did not (4.5, risk 4).</summary>
    public bool PatchRestarts { get; init; } = true;

    /// <summary>Whether a PATCH still moves a channel where registering activates (4.5, risk 3).</summary>
    public bool HonoursPatchAtHead { get; init; } = true;

    /// <summary>Whether <c>GET /api/revisions</c> heeds <c>searchText</c>; Hippo did not.</summary>
    public bool SearchesRevisions { get; init; }

    /// <summary>What the user at the browser does.</summary>
    public DeviceApproval DeviceFlow { get; init; } = DeviceApproval.AfterPolls;

    /// <summary>After how many polls a device code is approved.</summary>
    public int DevicePolls { get; init; } = 2;

    /// <summary>The status while a device code waits: 400 with a problem, or 200 without a token.</summary>
    public int DevicePendingStatus { get; init; } = 400;

    /// <summary>What tokens look like.</summary>
    public TokenForm Tokens { get; init; } = TokenForm.Jwt;

    /// <summary>How long a token is good.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether tokens can be refreshed; if not, 400.</summary>
    public bool Refreshes { get; init; } = true;

    /// <summary>Limits of the account.</summary>
    public Quotas Quotas { get; init; } = Quotas.Starter;

    /// <summary>Whether every registration makes its row twice (7.3).</summary>
    public bool RegistersTwice { get; init; }

    /// <summary>What happens between two pages of a list.</summary>
    public PageInstability Pages { get; init; }

    /// <summary>How new takes over from old.</summary>
    public FailoverScript Failover { get; init; } = FailoverScript.Default;

    /// <summary>Whether a connection stays with the instance that answered it first.</summary>
    public bool StickyConnections { get; init; }

    /// <summary>How the edge knows which app is asked.</summary>
    public EdgeRouting Routing { get; init; } = EdgeRouting.PortPerApp;

    /// <summary>
    /// Whether a running bindle says <c>bindle_version</c>; hosts of Spin 2 know no such word (4.1).
    /// </summary>
    public bool TellsBindleVersion { get; init; } = true;

    /// <summary>
    /// The repository named in upload addresses in place of the one asked for (1.8); null to leave it as it is.
    /// </summary>
    public string? BackingRepository { get; init; } = RegistryPersonalities.FermyonCloud.BackingRepository;

    /// <summary>Port of the API; 0 for a free one. 5309 is that of the real server at development.</summary>
    public int Port { get; init; }

    /// <summary>Port of the registry; 0 for a free one.</summary>
    public int RegistryPort { get; init; }

    /// <summary>All chance comes from here: ids, domains, who answers during failover.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// The document requests and answers are checked with; null for none. The default is the era's, where
    /// <c>../shared</c> is there.
    /// </summary>
    public Func<CloudEra, OpenApiDocument?> OpenApi { get; init; } = OpenApiDocument.OfEra;

    /// <summary>What is left of Bindle.</summary>
    public BindleUpload BindleUpload =>
        Bindle ?? (Era == CloudEra.Head ? BindleUpload.Off : BindleUpload.On);
}
