using Migrator.StandIn.Edge;

namespace Migrator.StandIn.Model;

/// <summary>A channel: which revision of an app is live, and at which domain.</summary>
public sealed class CloudChannel
{
    internal CloudChannel(Guid id, Guid appId, string name, EdgeSite site, DateTimeOffset created)
    {
        (Id, AppId, Name, Site, Created, LastModified) = (id, appId, name, site, created, created);
        Domain = site.Domain;
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; }

    /// <summary>Its app.</summary>
    public Guid AppId { get; }

    /// <summary>Its name; the deployer's is <c>spin-deploy</c>.</summary>
    public string Name { get; internal set; }

    /// <summary>Its domain.</summary>
    public string Domain { get; internal set; }

    /// <summary>How its revision is chosen.</summary>
    public SelectionStrategy Strategy { get; internal set; } = SelectionStrategy.UseSpecifiedRevision;

    /// <summary>The range, where a range chooses.</summary>
    public string? RangeRule { get; internal set; }

    /// <summary>The live revision; null for none.</summary>
    public Guid? ActiveRevisionId { get; internal set; }

    /// <summary><c>Running</c> or <c>Dead</c>.</summary>
    public string DesiredStatus { get; internal set; } = "Running";

    /// <summary>When a revision was last activated.</summary>
    public DateTimeOffset? LastPublishAt { get; internal set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastModified { get; internal set; }

    /// <summary>What answers at its domain.</summary>
    public EdgeSite Site { get; }
}
