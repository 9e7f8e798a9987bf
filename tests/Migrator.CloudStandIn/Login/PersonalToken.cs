namespace Migrator.StandIn.Login;

/// <summary>A personal access token.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What the user calls it.</param>
/// <param name="Token">The token.</param>
/// <param name="Created">When it was made.</param>
internal sealed record PersonalToken(Guid Id, string Name, string Token, DateTimeOffset Created);
