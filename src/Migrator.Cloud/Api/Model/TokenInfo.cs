namespace Migrator.Cloud.Api.Model;

/// <summary>Tokens that a login gave. The text of this record shows none of them.</summary>
/// <param name="Token">The token that requests carry.</param>
/// <param name="RefreshToken">What gets a new one; null when there is none.</param>
/// <param name="Expiration">When it ends, as the cloud writes it (RFC 3339).</param>
public sealed record TokenInfo(string Token, string? RefreshToken = null, string? Expiration = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"token until {Expiration ?? "it is withdrawn"}";
}
