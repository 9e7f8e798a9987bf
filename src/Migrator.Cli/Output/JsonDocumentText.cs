using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Migrator.Cli.Output;

/// <summary>Writes one JSON document; all of it or nothing.</summary>
internal static class JsonDocumentText
{
    // The encoder leaves + and ' readable; control characters are escaped by every encoder.
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        output.WriteLine(PlainText.OfJson(Encoding.UTF8.GetString(buffer.ToArray())));
    }
}
