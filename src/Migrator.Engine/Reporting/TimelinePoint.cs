namespace Migrator.Engine.Reporting;

/// <summary>A stretch of time in which apps ended.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Length">How long it is; the same for all.</param>
/// <param name="Done">Apps that came to the target, or were found there.</param>
/// <param name="Failed">Apps that failed.</param>
/// <param name="Bytes">Bytes that their last attempts sent.</param>
public sealed record TimelinePoint(DateTimeOffset Start, TimeSpan Length, long Done, long Failed, long Bytes);
