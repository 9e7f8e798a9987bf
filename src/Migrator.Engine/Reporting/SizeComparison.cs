namespace Migrator.Engine.Reporting;

/// <summary>Sizes of a batch before and after, in bytes.</summary>
/// <param name="Parcels">Parcels of every bindle that the plan or a run has read, counted with every bindle.</param>
/// <param name="Artifacts">Blobs of the apps at the target, counted with every app.</param>
/// <param name="Unique">Blobs that the plan was to send, each digest once.</param>
/// <param name="Sent">
/// What all attempts sent, those that failed too; a run that was killed could not say any more.
/// </param>
/// <param name="Found">
/// What was at the target, or was mounted from another repository, instead of being sent; what an earlier attempt at
/// the same app had sent does not count again.
/// </param>
public sealed record SizeComparison(long Parcels, long Artifacts, long Unique, long Sent, long Found);
