namespace Migrator.Cloud.Api.Model;

/// <summary>A pointer that says which revision of an application is live, and where.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AppId">The application's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Domain">The host, with a port if any, that it answers at.</param>
public sealed record ChannelItem(Guid Id, Guid AppId, string Name, string Domain)
{
    /// <summary>The revision that is live; null when none is.</summary>
    public RevisionItem? ActiveRevision { get; init; }

    /// <summary>How its revision is chosen: <c>UseRangeRule</c> or <c>UseSpecifiedRevision</c>.</summary>
    public string? RevisionSelectionStrategy { get; init; }
}
