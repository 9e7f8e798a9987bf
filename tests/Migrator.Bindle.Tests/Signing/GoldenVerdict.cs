using System.Text.Json;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Signing;

/// <summary>One row of the verdicts of the real server and client.</summary>
/// <param name="Invoice">The invoice's file, without its ending.</param>
/// <param name="Keyring">The keyring's file, without its ending.</param>
/// <param name="Strategy">The strategy as given to the program.</param>
/// <param name="How">Which program: <c>server POST</c> or <c>cli info</c>.</param>
/// <param name="Cause">Why verification failed; null when it passed, even if a later step failed.</param>
internal sealed record GoldenVerdict(string Invoice, string Keyring, string Strategy, string How, string? Cause)
{
    public bool IsOfServer => How == "server POST";

    public static IReadOnlyList<GoldenVerdict> ReadAll()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Signing("verdicts.json")));
        return [.. json.RootElement.EnumerateArray().Select(Read)];
    }

    public static string Signing(params ReadOnlySpan<string> parts) =>
        Path.Combine([SharedData.Combine("golden", "bindle-server", "signing"), .. parts]);

    private static GoldenVerdict Read(JsonElement row) => new(
        row.GetProperty("invoice").GetString()!,
        row.GetProperty("keyring").GetString()!,
        row.GetProperty("strategy").GetString()!,
        row.GetProperty("how").GetString()!,
        row.GetProperty("verdict").GetString() == "ok" ? null : row.GetProperty("error").GetString());
}
