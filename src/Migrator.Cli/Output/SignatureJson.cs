using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;

namespace Migrator.Cli.Output;

/// <summary>The verdict on signatures for programs; for people the findings say it.</summary>
internal static class SignatureJson
{
    public static void Write(Utf8JsonWriter json, SignatureVerdict? verdict)
    {
        json.WritePropertyName("signatures");
        if (verdict is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("verdict", Words.Of(verdict.Outcome));
        json.WriteString("strategy", verdict.Strategy.ToString());
        json.WriteString("cause", verdict.Cause);
        json.WriteString("bindleCause", verdict.ReferenceCause);
        JsonParts.Texts(json, "stricterThanBindle", verdict.Deviations.Select(kind => kind.Code));
        json.WriteStartArray("each");
        foreach (var signature in verdict.Signatures)
        {
            Write(json, signature);
        }

        json.WriteEndArray();
        JsonParts.Texts(json, "covered", verdict.Coverage.Covered);
        JsonParts.Texts(json, "notCovered", verdict.Coverage.NotCovered);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JudgedSignature signature)
    {
        json.WriteStartObject();
        json.WriteString("by", signature.Written.By);
        json.WriteString("role", SignatureRoles.ToText(signature.Written.Role));
        json.WriteString("key", signature.KeyId ?? signature.Written.Key);
        json.WriteString("state", Words.Of(signature.State));
        json.WriteBoolean("known", signature.IsKnown);
        json.WriteBoolean("roleGranted", signature.IsRoleGranted);
        json.WriteBoolean("counts", signature.Counts);
        JsonParts.Texts(json, "knownAs", signature.KnownAs.Select(entry => entry.Label));
        json.WriteEndObject();
    }
}
