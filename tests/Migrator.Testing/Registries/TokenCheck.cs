namespace Migrator.Testing.Registries;

/// <summary>What a token is worth for one request.</summary>
public enum TokenCheck
{
    /// <summary>Unknown, revoked or run out.</summary>
    Invalid,

    /// <summary>Good, but not for this.</summary>
    TooLittle,

    /// <summary>Good for this.</summary>
    Allowed,
}
