namespace Migrator.Cloud.Api.Model;

/// <summary>An SQL database of an account.</summary>
/// <param name="Name">Its name.</param>
public sealed record Database(string Name)
{
    /// <summary>Whether it is the default one of an application, in the era of explicit channels.</summary>
    public bool Default { get; init; }

    /// <summary>The applications that reach it, and by which labels; empty in the era of explicit channels.</summary>
    public IReadOnlyList<ResourceLabel> Links { get; init; } = [];
}
