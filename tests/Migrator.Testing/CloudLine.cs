namespace Migrator.Testing;

/// <summary>
/// The lines of the least that a client of the cloud is tested for (spec/cloud-deploy.md 8.5), in their order.
/// </summary>
public enum CloudLine
{
    /// <summary>create</summary>
    Create,

    /// <summary>upgrade legacy->OCI</summary>
    UpgradeLegacy,

    /// <summary>upgrade OCI->OCI</summary>
    UpgradeOci,

    /// <summary>refused downgrade leaves zero writes</summary>
    RefusedDowngrade,

    /// <summary>name split</summary>
    NameSplit,

    /// <summary>half-created repair</summary>
    HalfCreated,

    /// <summary>&gt;50 apps</summary>
    ManyApps,

    /// <summary>&gt;50 revisions</summary>
    ManyRevisions,

    /// <summary>token refresh before and during push</summary>
    TokenRefresh,

    /// <summary>401 mid-push</summary>
    UnauthorizedMidPush,

    /// <summary>Location rewrite</summary>
    LocationRewrite,

    /// <summary>no-digest Location</summary>
    NoDigestLocation,

    /// <summary>first-match trap (sticky connection) vs converged</summary>
    FirstMatchTrap,

    /// <summary>overlap measurement within +-1 s of script</summary>
    Overlap,

    /// <summary>identical digest redeploy</summary>
    IdenticalDigest,

    /// <summary>bad rollback to Bindle</summary>
    BadRollback,

    /// <summary>HTML 200 parking page must NOT be ready</summary>
    ParkingPage,

    /// <summary>429/524 retry</summary>
    Retry,

    /// <summary>variables double JSON</summary>
    DoubleJson,

    /// <summary>GET body through a proxy that drops it (expect clear error)</summary>
    DroppedGetBody,

    /// <summary>PATCH flat body asserted byte-for-byte</summary>
    FlatPatch,

    /// <summary>enum spelling</summary>
    EnumSpelling,

    /// <summary>redaction of tokens in logs</summary>
    Redaction,
}
