namespace Migrator.Cloud.Deployment;

/// <summary>What is to be pushed to the cloud's registry, and where.</summary>
/// <param name="Repository">The repository: that of the application's storage id, and its name when it is new.</param>
/// <param name="Tag">The tag, which becomes the number of the revision.</param>
/// <param name="Digest">The digest that the manifest must have there.</param>
public sealed record CloudImage(string Repository, string Tag, string Digest)
{
    /// <summary>What the application's storage id is, or becomes.</summary>
    public string StorageId => CloudNames.OciScheme + Repository;
}
