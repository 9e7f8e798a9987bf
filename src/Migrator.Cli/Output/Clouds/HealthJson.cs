using System.Text.Json;
using Migrator.Cloud.Health;

namespace Migrator.Cli.Output.Clouds;

/// <summary>A failover for programs; its twin for people is <see cref="HealthText"/>.</summary>
internal static class HealthJson
{
    public static void Write(Utf8JsonWriter json, string property, HealthReport? health)
    {
        if (health is null)
        {
            json.WriteNull(property);
            return;
        }

        json.WriteStartObject(property);
        json.WriteString("verdict", CloudWords.Of(health.Verdict));
        Milliseconds(json, "durationMilliseconds", health.Duration);
        Milliseconds(json, "firstNewMilliseconds", health.TimeToFirstNew);
        Milliseconds(json, "overlapMilliseconds", health.Overlap);
        json.WriteNumber("samples", health.Samples);
        json.WriteNumber("oldSamples", health.OldSamples);
        json.WriteNumber("oldShare", Math.Round(health.OldShare, 4));
        json.WriteNumber("errorSamples", health.ErrorSamples);
        Milliseconds(json, "errorSpanMilliseconds", health.ErrorSpan);
        Seconds(json, health);
        Smoke(json, health);
        json.WriteEndObject();
    }

    private static void Seconds(Utf8JsonWriter json, HealthReport health)
    {
        json.WriteStartArray("seconds");
        foreach (var second in health.Seconds)
        {
            json.WriteStartObject();
            json.WriteNumber("second", second.Second);
            json.WriteNumber("new", second.New);
            json.WriteNumber("old", second.Old);
            json.WriteNumber("errors", second.Errors);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Smoke(Utf8JsonWriter json, HealthReport health)
    {
        json.WriteStartArray("smoke");
        foreach (var result in health.Smoke)
        {
            json.WriteStartObject();
            json.WriteString("url", result.Url.AbsoluteUri);
            json.WriteNumber("expected", result.Check.Status);
            JsonParts.Number(json, "got", result.Status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Milliseconds(Utf8JsonWriter json, string property, TimeSpan? time) =>
        JsonParts.Number(json, property, (long?)time?.TotalMilliseconds);
}
