namespace Migrator.StandIn.Login;

/// <summary>What a login gives: <c>TokenInfo</c>.</summary>
/// <param name="Token">The token.</param>
/// <param name="RefreshToken">What it can be refreshed with, once.</param>
/// <param name="Expiration">When it ends.</param>
public sealed record LoginTokens(string Token, string RefreshToken, DateTimeOffset Expiration);
