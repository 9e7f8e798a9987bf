using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Cli.Registries;
using Migrator.Engine.Jobs;
using Migrator.Oci.Model;

namespace Migrator.Cli.Output;

/// <summary>The parts that several JSON results share.</summary>
internal static class JsonParts
{
    /// <summary>What every result begins with.</summary>
    public static void Head(Utf8JsonWriter json, string command, JobStatus status)
    {
        Head(json, command, Words.Of(status), ExitCode.Of(status));
    }

    public static void Head(Utf8JsonWriter json, string command, string status, int exitCode)
    {
        json.WriteString("schema", $"bindle2oci.{command}/1");
        json.WriteString("status", status);
        json.WriteNumber("exitCode", exitCode);
    }

    public static void Texts(Utf8JsonWriter json, string property, IEnumerable<string> texts)
    {
        json.WriteStartArray(property);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
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

    /// <summary>A fact that may not be known.</summary>
    public static void Flag(Utf8JsonWriter json, string property, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(property, known);
        }
        else
        {
            json.WriteNull(property);
        }
    }

    /// <summary>A number that may not be known.</summary>
    public static void Number(Utf8JsonWriter json, string property, long? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(property, known);
        }
        else
        {
            json.WriteNull(property);
        }
    }

    /// <summary>What was heard of the registry; null when the command asked none.</summary>
    public static void Registry(Utf8JsonWriter json, RegistrySession? registries)
    {
        if (registries is null)
        {
            json.WriteNull("registry");
            return;
        }

        json.WriteStartObject("registry");
        json.WriteNumber("requests", registries.Requests);
        Texts(json, "warnings", registries.Warnings);
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
