namespace Migrator.Cloud.Deployment;

/// <summary>Pushes the artifact, before anything else is written; doing it again must do no harm.</summary>
/// <param name="image">Where it goes.</param>
/// <param name="cancellationToken">Stops the push.</param>
/// <returns>When the tag points to the artifact.</returns>
public delegate Task ImagePush(CloudImage image, CancellationToken cancellationToken);
