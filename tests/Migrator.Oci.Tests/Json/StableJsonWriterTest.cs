using System.Text;
using System.Text.Json;
using CsCheck;
using Migrator.Oci.Json;

namespace Migrator.Oci.Tests.Json;

public sealed class StableJsonWriterTest
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a/b<c>&d'e+f", "\"a/b<c>&d'e+f\"")]
    [InlineData("\"\\", "\"\\\"\\\\\"")]
    [InlineData("\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\"")]
    [InlineData("\u0000\u001b\u001f", "\"\\u0000\\u001b\\u001f\"")]
    [InlineData("\u007f\u0085\u00a0\u2028\u2029\ufeff\ue000", "\"\u007f\u0085\u00a0\u2028\u2029\ufeff\ue000\"")]
    [InlineData("\U0001F980", "\"\U0001F980\"")]
    public void WriteString_AnyText_EscapesOnlyWhatSerdeEscapes(string text, string expected) =>
        Assert.Equal(expected, Write(json => json.WriteString(text)));

    [Fact]
    public void WriteString_HalfASurrogatePair_IsRefused() =>
        Assert.Throws<EncoderFallbackException>(() => Write(json => json.WriteString("a\ud83e")));

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(-12.34, "-12.34")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1234567890123456.0, "1234567890123456.0")]
    [InlineData(1e16, "1e16")]
    [InlineData(1.5e16, "1.5e16")]
    [InlineData(12345678901234567.0, "1.2345678901234568e16")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(0.000012, "0.000012")]
    [InlineData(0.000001, "1e-6")]
    [InlineData(1.25e-7, "1.25e-7")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e308")]
    [InlineData(double.NaN, "null")]
    [InlineData(double.PositiveInfinity, "null")]
    public void WriteNumber_Float_IsAsRustPrintsIt(double value, string expected) =>
        Assert.Equal(expected, Write(json => json.WriteNumber(value)));

    [Fact]
    public void WriteNumber_AnyFloat_ReadsBackAsTheSame() => Gen.Double.Where(double.IsFinite).Sample(value =>
        JsonDocument.Parse(Write(json => json.WriteNumber(value))).RootElement.GetDouble().Equals(value));

    [Fact]
    public void WriteString_AnyText_ReadsBackAsTheSame() => Gen.String.Where(IsWhole).Sample(text =>
        JsonDocument.Parse(Write(json => json.WriteString(text))).RootElement.GetString() == text);

    [Fact]
    public void WriteNumber_LongExtremes_ArePlain() => Assert.Equal(
        "[-9223372036854775808,9223372036854775807]",
        Write(json =>
        {
            json.WriteStartArray();
            json.WriteNumber(long.MinValue);
            json.WriteNumber(long.MaxValue);
            json.WriteEndArray();
        }));

    [Fact]
    public void WriteEndObject_Canonical_SortsByUtf8BytesAtEveryLevel() => Assert.Equal(
        "{\"B\":[{\"x\":1,\"y\":2}],\"a\":{\"b\":true,\"c\":null},\"\ufb01\":3,\"\U0001F980\":4}",
        Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("\U0001F980", 4);
                json.WriteNumber("\ufb01", 3);
                json.WriteName("a");
                json.WriteStartObject();
                json.WriteString("c", null);
                json.WriteBoolean("b", true);
                json.WriteEndObject();
                json.WriteName("B");
                json.WriteStartArray();
                json.WriteStartObject();
                json.WriteNumber("y", 2);
                json.WriteNumber("x", 1);
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            },
            JsonForm.Canonical));

    [Fact]
    public void WriteStartObject_SortMembersInCompact_SortsThatObjectAlone() => Assert.Equal(
        "{\"z\":{\"a\":[],\"b\":{\"d\":1,\"c\":2}},\"y\":{}}",
        Write(json =>
        {
            json.WriteStartObject();
            json.WriteName("z");
            json.WriteStartObject(sortMembers: true);
            json.WriteName("b");
            json.WriteStartObject();
            json.WriteNumber("d", 1);
            json.WriteNumber("c", 2);
            json.WriteEndObject();
            json.WriteName("a");
            json.WriteStartArray();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteName("y");
            json.WriteStartObject(sortMembers: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }));

    [Fact]
    public void WriteEndObject_SortedWithANameTwice_IsRefused()
    {
        var json = new StableJsonWriter(JsonForm.Canonical);
        json.WriteStartObject();
        json.WriteNumber("a", 1);
        json.WriteNumber("a", 2);
        var refusal = Assert.Throws<InvalidOperationException>(json.WriteEndObject);
        Assert.Contains("'a'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_OutOfOrder_AreRefused()
    {
        var json = new StableJsonWriter();
        Assert.Throws<InvalidOperationException>(() => json.WriteName("a"));
        Assert.Throws<InvalidOperationException>(json.WriteEndArray);
        Assert.Throws<InvalidOperationException>(json.ToArray);
        json.WriteStartObject();
        Assert.Throws<InvalidOperationException>(json.WriteNull);
        Assert.Throws<InvalidOperationException>(json.WriteEndArray);
        json.WriteName("a");
        Assert.Throws<InvalidOperationException>(json.WriteEndObject);
        Assert.Throws<InvalidOperationException>(() => json.WriteName("b"));
        json.WriteNumber(1);
        json.WriteEndObject();
        Assert.Throws<InvalidOperationException>(json.WriteNull);
    }

    [Fact]
    public void WriteNumber_FloatInCanonical_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => Write(json => json.WriteNumber(1.5), JsonForm.Canonical));

    private static string Write(Action<StableJsonWriter> write, JsonForm form = JsonForm.Compact)
    {
        var json = new StableJsonWriter(form);
        write(json);
        return Encoding.UTF8.GetString(json.ToArray());
    }

    private static bool IsWhole(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }
}
