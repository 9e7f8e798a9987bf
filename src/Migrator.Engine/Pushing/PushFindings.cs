using Migrator.Bindle.Verification;

namespace Migrator.Engine.Pushing;

/// <summary>What pushing can find: BM4001 to BM4049.</summary>
public static class PushFindings
{
    /// <summary>The tag points to another digest, and the job may not move it.</summary>
    public static readonly FindingKind TagTaken = new("BM4001", FindingLevel.Error, "the tag points to another digest");

    /// <summary>The tag pointed to another digest and was moved, as asked.</summary>
    public static readonly FindingKind TagMoved = new("BM4002", FindingLevel.Warning, "the tag was moved");

    /// <summary>The tag points to another digest and was left so, as asked.</summary>
    public static readonly FindingKind TagKept = new("BM4010", FindingLevel.Warning, "the tag was left as it is");

    /// <summary>The tag is right; what was pushed before it was not looked at, since looks cost requests.</summary>
    public static readonly FindingKind TakenOnTrust = new(
        "BM4011", FindingLevel.Note, "only the tag was looked at");

    /// <summary>
    /// As <see cref="TakenOnTrust"/>, where a whole bindle should go along: the tag does not tell which one does.
    /// </summary>
    public static readonly FindingKind BindleNotLookedAt = new(
        "BM4012", FindingLevel.Note, "the bindle beside the artifact was not looked at");

    /// <summary>A blob that the media type calls WebAssembly does not begin like it.</summary>
    public static readonly FindingKind NotWasm = new("BM4003", FindingLevel.Warning, "a module is not WebAssembly");

    /// <summary>The target is not fit for the content, or is not a target.</summary>
    public static readonly FindingKind TargetRefused = new("BM4004", FindingLevel.Error, "the target refuses");

    /// <summary>The target cannot be read or written now.</summary>
    public static readonly FindingKind TargetUnavailable =
        new("BM4005", FindingLevel.Error, "the target cannot be reached");

    /// <summary>Credentials are missing, wrong or not enough, or a registry cannot prove who it is.</summary>
    public static readonly FindingKind CredentialsRefused = new("BM4007", FindingLevel.Error, "no access");

    /// <summary>The target is push-only: nothing was read back, and the local digests are what is known.</summary>
    public static readonly FindingKind NotReadBack = new("BM4008", FindingLevel.Warning, "not read back");

    /// <summary>Nothing was read back, as asked: the target's own answers are what is known.</summary>
    public static readonly FindingKind NotReadBackAsAsked =
        new("BM4013", FindingLevel.Note, "not read back, as asked");

    /// <summary>The target is push-only and cannot hold a referrer that anyone could read.</summary>
    public static readonly FindingKind NoReferrer = new("BM4009", FindingLevel.Warning, "no referrer");

    /// <summary>What was read back from the target is not what was written.</summary>
    public static readonly FindingKind ReadBackDiffers =
        new("BM4006", FindingLevel.Error, "the target holds something else");
}
