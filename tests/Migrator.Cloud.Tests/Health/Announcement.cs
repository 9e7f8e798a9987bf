namespace Migrator.Cloud.Tests.Health;

/// <summary>Whether an application was called ready, and whether that was false.</summary>
/// <param name="IsReady">Whether it was.</param>
/// <param name="IsFalse">Whether a client that asked every half second got an old answer within 10 s.</param>
/// <param name="MayBeFalse">Whether by the script one could have come, which is the harder question.</param>
internal sealed record Announcement(bool IsReady, bool IsFalse, bool MayBeFalse)
{
    public static Announcement None { get; } = new(false, false, false);
}
