namespace Migrator.StandIn;

/// <summary>What tokens look like.</summary>
public enum TokenForm
{
    /// <summary>A JSON web token with <c>exp</c>.</summary>
    Jwt,

    /// <summary>Text that says nothing.</summary>
    Opaque,
}
