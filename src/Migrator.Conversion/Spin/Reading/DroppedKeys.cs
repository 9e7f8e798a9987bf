using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Names the keys of HTTP and Redis triggers that Spin's bindle loader ignores without a word.</summary>
internal static class DroppedKeys
{
    /// <summary>Reports every key but the known ones.</summary>
    /// <param name="table">The trigger.</param>
    /// <param name="known">The keys that Spin reads.</param>
    /// <param name="subject">Whose trigger it is.</param>
    /// <param name="scope">Where findings go.</param>
    public static void Report(TomlTable table, ReadOnlySpan<string> known, string subject, ManifestScope scope)
    {
        foreach (var entry in table.Entries)
        {
            if (!known.Contains(entry.Key))
            {
                scope.Add(
                    ManifestFindings.TriggerKeyDropped,
                    subject,
                    $"The key '{entry.Key}' of the {subject} is left out: Spin's bindle loader does not read it.",
                    entry.KeyPosition);
            }
        }
    }
}
