namespace Migrator.StandIn;

/// <summary>What the stand-in says when a quota is used up; the real answers are not known.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">Title of the problem; the body is the text itself when it starts with <c>&lt;</c>.</param>
public sealed record Refusal(int Status, string Title)
{
    /// <summary>Seconds for <c>Retry-After</c>; null for no such header.</summary>
    public int? RetryAfter { get; init; }
}
