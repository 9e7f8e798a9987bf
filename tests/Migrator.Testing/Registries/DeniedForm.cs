namespace Migrator.Testing.Registries;

/// <summary>How a registry answers a good token that is not good for this.</summary>
public enum DeniedForm
{
    /// <summary>401 with a challenge that says <c>insufficient_scope</c> (distribution).</summary>
    Challenge,

    /// <summary>403 DENIED (GHCR, ACR, ECR).</summary>
    Forbidden,

    /// <summary>404 NAME_UNKNOWN, as if nothing were there.</summary>
    NotFound,
}
