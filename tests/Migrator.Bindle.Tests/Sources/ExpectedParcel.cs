using System.Text.Json;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>One parcel as <c>expected.json</c> describes it.</summary>
internal sealed record ExpectedParcel(string Sha256, long Size, bool Present)
{
    public static ExpectedParcel Read(JsonElement json) => new(
        json.GetProperty("sha256").GetString()!,
        json.GetProperty("size").GetInt64(),
        json.GetProperty("present").GetBoolean());
}
