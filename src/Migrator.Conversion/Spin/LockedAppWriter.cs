using System.Collections.Immutable;
using Migrator.Oci.Json;

namespace Migrator.Conversion.Spin;

/// <summary>
/// Writes a locked app with the very bytes of Spin: fields in their declared order, tables by key (spec/spin-oci.md
/// 3.1).
/// </summary>
internal static class LockedAppWriter
{
    /// <summary>Writes.</summary>
    /// <param name="app">The locked app.</param>
    /// <returns>Compact JSON in UTF-8, no newline at the end.</returns>
    public static byte[] ToBytes(LockedApp app)
    {
        var json = new StableJsonWriter();
        json.WriteStartObject();
        json.WriteNumber("spin_lock_version", 0);
        WriteTable(json, "metadata", app.Metadata);
        WriteVariables(json, app.Variables);
        json.WriteName("triggers");
        WriteArray(json, app.Triggers, WriteTrigger);
        json.WriteName("components");
        WriteArray(json, app.Components, WriteComponent);
        json.WriteEndObject();
        return json.ToArray();
    }

    private static void WriteVariables(StableJsonWriter json, ImmutableSortedDictionary<string, SpinVariable> variables)
    {
        if (variables.IsEmpty)
        {
            return;
        }

        json.WriteName("variables");
        json.WriteStartObject();
        foreach (var (name, variable) in variables)
        {
            json.WriteName(name);
            json.WriteStartObject();
            WriteText(json, "default", variable.Default);
            if (variable.Secret)
            {
                json.WriteBoolean("secret", true);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTrigger(StableJsonWriter json, LockedTrigger trigger)
    {
        json.WriteStartObject();
        json.WriteString("id", trigger.Id);
        json.WriteString("trigger_type", trigger.TriggerType);
        json.WriteName("trigger_config");
        WriteValue(json, trigger.Config);
        json.WriteEndObject();
    }

    private static void WriteComponent(StableJsonWriter json, LockedComponent component)
    {
        json.WriteStartObject();
        json.WriteString("id", component.Id);
        WriteTable(json, "metadata", component.Metadata);
        json.WriteName("source");
        json.WriteStartObject();
        json.WriteString("content_type", SpinMediaTypes.Module);
        WriteContent(json, component.Source);
        json.WriteEndObject();
        WriteTexts(json, "env", component.Env);
        if (!component.Files.IsEmpty)
        {
            json.WriteName("files");
            WriteArray(json, component.Files, WriteFile);
        }

        WriteTexts(json, "config", component.Config);
        json.WriteEndObject();
    }

    private static void WriteFile(StableJsonWriter json, AppFile file)
    {
        json.WriteStartObject();
        WriteContent(json, file.Content);
        json.WriteString("path", file.Path);
        json.WriteEndObject();
    }

    private static void WriteContent(StableJsonWriter json, AppContent content)
    {
        WriteText(json, "inline", content.Base64);
        json.WriteString("digest", content.Digest.ToString());
    }

    private static void WriteText(StableJsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteTexts(StableJsonWriter json, string name, ImmutableSortedDictionary<string, string> texts)
    {
        if (texts.IsEmpty)
        {
            return;
        }

        json.WriteName(name);
        json.WriteStartObject();
        foreach (var (key, text) in texts)
        {
            json.WriteString(key, text);
        }

        json.WriteEndObject();
    }

    private static void WriteTable(StableJsonWriter json, string name, SpinValue.Table table)
    {
        if (!table.Items.IsEmpty)
        {
            json.WriteName(name);
            WriteValue(json, table);
        }
    }

    private static void WriteValue(StableJsonWriter json, SpinValue value)
    {
        switch (value)
        {
            case SpinValue.Text text:
                json.WriteString(text.Value);
                break;
            case SpinValue.Integer integer:
                json.WriteNumber(integer.Value);
                break;
            case SpinValue.Real real:
                json.WriteNumber(real.Value);
                break;
            case SpinValue.Flag flag:
                json.WriteBoolean(flag.Value);
                break;
            case SpinValue.Moment moment:
                // What the TOML crate's dates look like to a serialiser that does not know them.
                WriteValue(json, SpinValue.TableOf(("$__toml_private_datetime", SpinValue.Of(moment.Value))));
                break;
            case SpinValue.List list:
                WriteArray(json, list.Items, WriteValue);
                break;
            case SpinValue.Table table:
                WriteEntries(json, table);
                break;
            default:
                json.WriteNull();
                break;
        }
    }

    private static void WriteEntries(StableJsonWriter json, SpinValue.Table table)
    {
        json.WriteStartObject();
        foreach (var (key, value) in table.Items)
        {
            json.WriteName(key);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteArray<T>(StableJsonWriter json, ImmutableArray<T> items, Action<StableJsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }
}
