using Microsoft.AspNetCore.Http;

namespace Migrator.StandIn.Http;

/// <summary>A request that meets a fault.</summary>
/// <param name="Context">The request itself.</param>
/// <param name="Journaled">What the journal has of it.</param>
/// <param name="Clock">The clock of the stand-in.</param>
/// <param name="ExpireTokens">Makes every token given so far worthless.</param>
public sealed record FaultedRequest(
    HttpContext Context,
    LoggedRequest Journaled,
    TimeProvider Clock,
    Action ExpireTokens);
