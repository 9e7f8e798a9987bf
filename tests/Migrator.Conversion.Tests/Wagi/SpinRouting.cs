using System.Text.Json;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>
/// Spin's choice of a component, written down from spec/spin-oci.md 5.3 for the tests alone: nothing of the converter
/// is used.
/// </summary>
internal static class SpinRouting
{
    /// <summary>The trigger that answers a path; null when none does.</summary>
    public static JsonElement? TriggerFor(LockedJson app, string path)
    {
        var request = Strip(path);
        JsonElement? best = null;
        var length = -1;
        foreach (var trigger in app.Triggers)
        {
            var route = Strip(trigger.GetProperty("route").GetString()!);
            if (!route.EndsWith("/...", StringComparison.Ordinal))
            {
                if (route == request)
                {
                    return trigger;
                }

                continue;
            }

            var prefix = route[..^4];
            if ((request == prefix || request.StartsWith(prefix + "/", StringComparison.Ordinal))
                && prefix.Length > length)
            {
                (best, length) = (trigger, prefix.Length);
            }
        }

        return best;
    }

    /// <summary>The arguments that Spin's Wagi executor makes of a request.</summary>
    public static string[] ArgumentsOf(JsonElement trigger, string path, string query) =>
        trigger.GetProperty("executor").GetProperty("argv").GetString()!
            .Replace("${SCRIPT_NAME}", path, StringComparison.Ordinal)
            .Replace("${ARGS}", query.Replace('&', ' '), StringComparison.Ordinal)
            .Split(' ');

    private static string Strip(string text) => text.EndsWith('/') ? text[..^1] : text;
}
