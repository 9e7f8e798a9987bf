namespace Migrator.Bindle.Sources.Server.Tokens;

/// <summary>A login as it is in use.</summary>
/// <param name="File">What the token file holds.</param>
/// <param name="Claims">What its token says of itself; null when that cannot be told.</param>
/// <param name="Credential">The token, as the server is shown it.</param>
internal sealed record HeldToken(TokenFile File, IdToken? Claims, BindleServerCredential Credential)
{
    /// <exception cref="FormatException">The token cannot stand in a header.</exception>
    public static HeldToken Of(TokenFile file) =>
        new(file, IdToken.ReadOrNull(file.IdToken), BindleServerCredential.Bearer(file.IdToken));

    /// <summary>Whether the token is of no use at a time.</summary>
    public bool HasEndedAt(DateTimeOffset time) => Claims is { } claims && time >= claims.Ends;
}
