namespace Migrator.Testing.Registries;

/// <summary>What a registry does with <c>POST ?mount=</c>.</summary>
public enum MountRule
{
    /// <summary>Mounts what the repository in <c>from</c> has; else opens a session.</summary>
    FromRepository,

    /// <summary>As before, and without <c>from</c> it looks in its whole store (zot).</summary>
    WholeStore,

    /// <summary>Mounts only blobs that a manifest of the source refers to (ECR).</summary>
    OnlyReferenced,

    /// <summary>Opens a session every time.</summary>
    Never,

    /// <summary>Answers 401, whatever the token (Harbor, for a source one may not see).</summary>
    Unauthorized,
}
