using System.Globalization;
using System.Text;

namespace Migrator.Oci.Json;

/// <summary>
/// Writes JSON whose bytes are the same everywhere, and the same as Spin's (spec/spin-oci.md 3.1 and 4.3).
/// </summary>
/// <remarks>
/// No white space and no newline at the end. Of a text only <c>"</c>, <c>\</c> and U+0000 to U+001F are escaped:
/// short forms for backspace, tab, newline, form feed and carriage return, <c>\u00xx</c> with lower-case hex for the
/// others; all else is raw UTF-8. A text with half a surrogate pair has no UTF-8 form and is refused with <see
/// cref="ArgumentException"/>. In the canonical form OLPC asks for two things that are not done: texts are not
/// brought to NFC, they are written as they are (a media type or digest is ASCII, for which that is the same); and
/// U+0000 to U+001F are escaped as above, because raw they are no JSON. Calls out of order are refused with <see
/// cref="InvalidOperationException"/>. Not for use by several threads at once.
/// </remarks>
public sealed class StableJsonWriter
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly JsonForm _form;
    private readonly JsonBuffer _buffer = new();
    private readonly Stack<JsonFrame> _open = new();
    private bool _valueDone;
    private bool _nameDone;

    /// <summary>Makes a writer with nothing written.</summary>
    /// <param name="form">The form of the bytes.</param>
    public StableJsonWriter(JsonForm form = JsonForm.Compact) => _form = form;

    /// <summary>Starts an object.</summary>
    /// <param name="sortMembers">
    /// Whether the members of this object, not of those in it, are sorted by the UTF-8 bytes of their names, as
    /// serde_json's own maps are. Always so in the canonical form.
    /// </param>
    public void WriteStartObject(bool sortMembers = false)
    {
        BeforeValue();
        _open.Push(new JsonFrame(IsObject: true, sortMembers || _form == JsonForm.Canonical, _buffer.Length + 1));
        _buffer.Append((byte)'{');
    }

    /// <summary>Ends the object that was started last.</summary>
    /// <exception cref="InvalidOperationException">
    /// None is open, a value is missing, or a sorted one has a name twice.
    /// </exception>
    public void WriteEndObject()
    {
        var frame = Pop(isObject: true);
        if (frame.Sorted)
        {
            _buffer.SortMembers(frame.Start, frame.Members);
        }

        _buffer.Append((byte)'}');
        AfterValue();
    }

    /// <summary>Starts an array.</summary>
    public void WriteStartArray()
    {
        BeforeValue();
        _open.Push(new JsonFrame(IsObject: false, Sorted: false, _buffer.Length + 1));
        _buffer.Append((byte)'[');
    }

    /// <summary>Ends the array that was started last.</summary>
    public void WriteEndArray()
    {
        Pop(isObject: false);
        _buffer.Append((byte)']');
        AfterValue();
    }

    /// <summary>Writes the name of a member; its value comes next.</summary>
    /// <param name="name">The name.</param>
    public void WriteName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_nameDone || !_open.TryPeek(out var frame) || !frame.IsObject)
        {
            throw new InvalidOperationException($"The name '{name}' is not inside an object, or follows another name.");
        }

        Separate(frame);
        var utf8 = StrictUtf8.GetBytes(name);
        if (frame.Sorted)
        {
            frame.Members.Add(new JsonMember(utf8, _buffer.Length));
        }

        WriteQuoted(utf8);
        _buffer.Append((byte)':');
        _nameDone = true;
    }

    /// <summary>Writes a text.</summary>
    /// <param name="value">The text; null is written as <c>null</c>.</param>
    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        var utf8 = StrictUtf8.GetBytes(value);
        BeforeValue();
        WriteQuoted(utf8);
        AfterValue();
    }

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">The number.</param>
    public void WriteNumber(long value) => WriteToken(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a floating-point number as Rust does: shortest round trip, <c>1.0</c>, <c>1e16</c>.</summary>
    /// <param name="value">The number; one that is not finite is written as <c>null</c>, as serde_json does.</param>
    /// <exception cref="InvalidOperationException">The form is canonical, which has no floats.</exception>
    public void WriteNumber(double value) => WriteToken(_form == JsonForm.Canonical
        ? throw new InvalidOperationException("Canonical JSON has no floating-point numbers.")
        : RustFloat.Format(value));

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">Which one.</param>
    public void WriteBoolean(bool value) => WriteToken(value ? "true" : "false");

    /// <summary>Writes <c>null</c>.</summary>
    public void WriteNull() => WriteToken("null");

    /// <summary>Writes a member with a text.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The text; null is written as <c>null</c>.</param>
    public void WriteString(string name, string? value)
    {
        WriteName(name);
        WriteString(value);
    }

    /// <summary>Writes a member with a whole number.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The number.</param>
    public void WriteNumber(string name, long value)
    {
        WriteName(name);
        WriteNumber(value);
    }

    /// <summary>Writes a member with <c>true</c> or <c>false</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">Which one.</param>
    public void WriteBoolean(string name, bool value)
    {
        WriteName(name);
        WriteBoolean(value);
    }

    /// <summary>Gives what was written.</summary>
    /// <returns>The bytes of one JSON value.</returns>
    /// <exception cref="InvalidOperationException">Nothing was written, or something is still open.</exception>
    public byte[] ToArray() => _valueDone && _open.Count == 0
        ? _buffer.ToArray()
        : throw new InvalidOperationException("The JSON value is not complete.");

    /// <summary>Writes a value that is JSON already, byte for byte.</summary>
    internal void WriteRaw(ReadOnlySpan<byte> json)
    {
        BeforeValue();
        _buffer.Append(json);
        AfterValue();
    }

    private void WriteToken(string ascii)
    {
        BeforeValue();
        _buffer.Append(Encoding.ASCII.GetBytes(ascii));
        AfterValue();
    }

    private void BeforeValue()
    {
        var inside = _open.TryPeek(out var frame);
        if (inside ? frame!.IsObject != _nameDone : _valueDone)
        {
            throw new InvalidOperationException("No value can come here: a name is missing, or the JSON is complete.");
        }

        if (inside && !frame!.IsObject)
        {
            Separate(frame);
        }

        _nameDone = false;
    }

    private void AfterValue() => _valueDone = _open.Count == 0;

    // In a sorted object the commas are set when it ends, between the members in their final order.
    private void Separate(JsonFrame frame)
    {
        if (_buffer.Length > frame.Start && !frame.Sorted)
        {
            _buffer.Append((byte)',');
        }
    }

    private JsonFrame Pop(bool isObject) => !_nameDone && _open.TryPeek(out var frame) && frame.IsObject == isObject
        ? _open.Pop()
        : throw new InvalidOperationException($"No {(isObject ? "object" : "array")} can end here.");

    private void WriteQuoted(ReadOnlySpan<byte> utf8)
    {
        _buffer.Append((byte)'"');
        JsonEscaping.Append(_buffer, utf8);
        _buffer.Append((byte)'"');
    }
}
