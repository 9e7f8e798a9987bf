using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Api.Http;

/// <summary>Bodies of answers that only wrap a list or a word.</summary>
internal static class Answers
{
    internal sealed record Variables(IReadOnlyList<string> Vars);

    internal sealed record Variable(string Key);

    internal sealed record DatabaseList(IReadOnlyList<Database> Databases);

    internal sealed record StoreList(IReadOnlyList<KeyValueStoreItem> KeyValueStores);

    internal sealed record ChannelLogs(IReadOnlyList<string> Logs);

    internal sealed record RawLogs(IReadOnlyList<LogEntry> Entries);

    internal sealed record Health(string? Status = null);
}
