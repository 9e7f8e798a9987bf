namespace Migrator.Oci.Targets;

/// <summary>What sets a target apart, for those who push to it.</summary>
/// <param name="IsPushOnly">Whether nothing can be read back: a push is then proven by the local digests alone.</param>
/// <param name="LooksCost">
/// Whether a look at content costs a request. What is under a tag is then taken for complete: the tag was moved last.
/// </param>
public readonly record struct TargetTraits(bool IsPushOnly, bool LooksCost);
