using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Engine.Jobs;
using Migrator.Oci.Model;

namespace Migrator.Cli.Output;

/// <summary>The parts that several JSON results share.</summary>
internal static class JsonParts
{
    /// <summary>What every result begins with.</summary>
    public static void Head(Utf8JsonWriter json, string command, JobStatus status)
    {
        json.WriteString("schema", $"bindle2oci.{command}/1");
        json.WriteString("status", Words.Of(status));
        json.WriteNumber("exitCode", ExitCode.Of(status));
    }

    public static void Id(Utf8JsonWriter json, BindleId? id)
    {
        if (id is null)
        {
            json.WriteNull("bindle");
            return;
        }

        json.WriteStartObject("bindle");
        json.WriteString("id", id.ToString());
        json.WriteString("name", id.Name);
        json.WriteString("version", id.Version.Text);
        json.WriteEndObject();
    }

    public static void Descriptor(Utf8JsonWriter json, string property, Descriptor? descriptor)
    {
        json.WritePropertyName(property);
        Descriptor(json, descriptor);
    }

    public static void Descriptor(Utf8JsonWriter json, Descriptor? descriptor)
    {
        if (descriptor is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.ToString());
        json.WriteNumber("size", descriptor.Size);
        if (descriptor.ArtifactType is not null)
        {
            json.WriteString("artifactType", descriptor.ArtifactType);
        }

        json.WriteEndObject();
    }

    public static void Timings(Utf8JsonWriter json, IEnumerable<StageTiming> timings)
    {
        json.WriteStartArray("timings");
        foreach (var timing in timings)
        {
            json.WriteStartObject();
            json.WriteString("stage", Words.Of(timing.Stage));
            json.WriteNumber("milliseconds", (long)timing.Elapsed.TotalMilliseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
