namespace Migrator.Cloud.Api;

/// <summary>Gives the token that requests carry.</summary>
/// <param name="refused">
/// A token that the cloud has just refused, so another is wanted; null to get the one in use.
/// </param>
/// <param name="cancellationToken">Stops the wait for it.</param>
/// <returns>The token; null when there is none, or none but the refused one.</returns>
public delegate ValueTask<string?> CloudTokenProvider(string? refused, CancellationToken cancellationToken);
