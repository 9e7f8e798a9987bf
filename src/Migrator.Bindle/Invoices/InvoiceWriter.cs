using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Migrator.Bindle.Invoices;

/// <summary>
/// Writes one invoice as the <c>toml</c> 0.5 library of the makers of bindles wrote it, in its pretty style
/// (spec/spin-oci.md 1.7).
/// </summary>
internal sealed class InvoiceWriter
{
    private readonly StringBuilder _text = new();

    private InvoiceWriter()
    {
    }

    public static byte[] Write(Invoice invoice)
    {
        var writer = new InvoiceWriter();
        writer.WriteInvoice(invoice);
        return Encoding.UTF8.GetBytes(writer._text.ToString());
    }

    private void WriteInvoice(Invoice invoice)
    {
        Pair("bindleVersion", invoice.BindleVersion);
        Literal("yanked", invoice.Yanked ? "true" : null);
        Literal("signature", invoice is { HasSignatureField: true, Signatures.IsEmpty: true } ? "[]" : null);
        WriteSignatures("yankedSignature", invoice.YankedSignatures);
        Header("\n[bindle]");
        Pair("name", invoice.Id.Name);
        Pair("version", invoice.Id.Version.Text);
        Pair("description", invoice.Description);
        Strings("authors", invoice.Authors);
        Map("annotations", invoice.Annotations);
        foreach (var parcel in invoice.Parcels)
        {
            WriteParcel(parcel);
        }

        foreach (var group in invoice.Groups)
        {
            Header("\n[[group]]");
            Pair("name", group.Name);
            Literal("required", group.Required is { } required ? (required ? "true" : "false") : null);
            Pair("satisfiedBy", group.SatisfiedBy);
        }

        WriteSignatures("signature", invoice.Signatures);
    }

    private void WriteParcel(Parcel parcel)
    {
        Header("\n[[parcel]]");
        Header("[parcel.label]");
        var label = parcel.Label;
        Pair("sha256", label.Sha256);
        Pair("mediaType", label.MediaType);
        Pair("name", label.Name);
        Literal("size", label.Size.ToString(CultureInfo.InvariantCulture));

        // The makers put origin last, and failed when a table came before it (spec/bindle.md 2.7).
        Pair("origin", label.Origin);
        Map("parcel.label.annotations", label.Annotations);
        WriteFeatures(label);
        if (parcel.Conditions is { } conditions)
        {
            Header("\n[parcel.conditions]");
            Strings("memberOf", conditions.MemberOf);
            Strings("requires", conditions.Requires);
        }
    }

    private void WriteFeatures(Label label)
    {
        var blank = "";
        foreach (var (section, features) in label.Features)
        {
            Header($"{blank}[parcel.label.feature.{TomlSpelling.Key(section)}]");
            Pairs(features);
            blank = "\n";
        }
    }

    private void WriteSignatures(string name, ImmutableArray<InvoiceSignature> signatures)
    {
        foreach (var signature in signatures)
        {
            Header($"\n[[{name}]]");
            Pair("by", signature.By);
            Pair("signature", signature.Signature);
            Pair("key", signature.Key);
            Pair("role", SignatureRoles.ToText(signature.Role));
            Literal("at", signature.At.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Header(string line) => _text.Append(line).Append('\n');

    private void Map(string header, ImmutableSortedDictionary<string, string> map)
    {
        if (!map.IsEmpty)
        {
            Header($"\n[{header}]");
            Pairs(map);
        }
    }

    private void Pairs(ImmutableSortedDictionary<string, string> map)
    {
        foreach (var (key, value) in map)
        {
            Pair(TomlSpelling.Key(key), value);
        }
    }

    private void Pair(string key, string? value) => Literal(key, value is null ? null : TomlSpelling.Text(value));

    private void Literal(string key, string? literal)
    {
        if (literal is not null)
        {
            _text.Append(key).Append(" = ").Append(literal).Append('\n');
        }
    }

    private void Strings(string key, ImmutableArray<string> values)
    {
        if (values.Length == 1)
        {
            Literal(key, $"[{TomlSpelling.Text(values[0])}]");
        }
        else if (values.Length > 1)
        {
            Literal(key, $"[\n{string.Concat(values.Select(value => $"    {TomlSpelling.Text(value)},\n"))}]");
        }
    }
}
