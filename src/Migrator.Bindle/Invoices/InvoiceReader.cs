using System.Collections.Immutable;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Invoices;

/// <summary>Makes one invoice of its table, by the fields of spec/bindle.md 2.1 to 2.5.</summary>
internal sealed class InvoiceReader(ReadingFaults faults, bool lenient)
{
    private static readonly BindleVersion NoVersion = BindleVersion.Parse("0.0.0");
    private static readonly Label NoLabel = new() { Sha256 = "", MediaType = "", Name = "", Size = 0 };
    private bool _isComplete = true;

    /// <summary>Reads the document's table.</summary>
    /// <param name="root">The table.</param>
    /// <returns>The invoice; null when a required value is missing.</returns>
    public Invoice? Read(TomlTable root)
    {
        var reader = new TomlTableReader(root, "", faults.OfToml);
        var bindle = reader.RequiredTable("bindle");
        var invoice = new Invoice
        {
            BindleVersion = Needed(reader.RequiredString("bindleVersion")),
            Yanked = reader.OptionalBoolean("yanked") ?? false,
            YankedSignatures = ReadSignatures(reader, "yankedSignature"),
            Id = ReadId(bindle),
            Description = bindle?.OptionalString("description"),
            Authors = bindle?.Strings("authors") ?? [],
            Annotations = ReadMap(reader.OptionalTable("annotations")),
            Parcels = ReadAll(reader, "parcel", ReadParcel),
            Groups = ReadAll(reader, "group", ReadGroup),
            Signatures = ReadSignatures(reader, "signature"),
            HasSignatureField = reader.Node("signature") is not null,
        };
        bindle?.End();
        LeaveOutDocumented(reader);
        reader.End();
        return _isComplete ? invoice : null;
    }

    // What stands in for a missing value is never given out: the invoice is incomplete then.
    private string Needed(string? value) => value ?? Incomplete("");

    private long Needed(long? value) => value ?? Incomplete(0L);

    private T Incomplete<T>(T instead)
    {
        _isComplete = false;
        return instead;
    }

    private BindleId ReadId(TomlTableReader? bindle)
    {
        var name = Needed(bindle?.RequiredString("name"));
        var text = Needed(bindle?.RequiredString("version"));
        if (BindleVersion.TryParse(text, out var version))
        {
            return new BindleId(name, version);
        }

        if (bindle is not null && bindle.Node("version") is TomlString)
        {
            faults.Add(
                ReadingFindings.BadVersion,
                bindle.PositionOf("version"),
                "bindle.version",
                $"bindle.version: {MessageText.Quote(text)} is not a semantic version; expected " +
                "MAJOR.MINOR.PATCH without a leading v or zeros, such as 1.2.3 or 1.2.3-rc.1+build.");
        }

        return Incomplete(new BindleId(name, NoVersion));
    }

    private static ImmutableArray<T> ReadAll<T>(TomlTableReader reader, string key, Func<TomlTableReader, T> read)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        foreach (var table in reader.Tables(key))
        {
            all.Add(read(table));
            table.End();
        }

        return all.DrainToImmutable();
    }

    private Parcel ReadParcel(TomlTableReader reader) => new()
    {
        Label = ReadLabel(reader.RequiredTable("label")),
        Conditions = ReadConditions(reader.OptionalTable("conditions")),
    };

    private Label ReadLabel(TomlTableReader? reader)
    {
        if (reader is null)
        {
            return Incomplete(NoLabel);
        }

        var label = new Label
        {
            Sha256 = Needed(reader.RequiredString("sha256")),
            MediaType = Needed(reader.RequiredString("mediaType")),
            Name = Needed(reader.RequiredString("name")),
            Size = ReadNumber(reader, "size"),
            Annotations = ReadMap(reader.OptionalTable("annotations")),
            Features = ReadFeatures(reader.OptionalTable("feature")),
            Origin = reader.OptionalString("origin"),
        };
        reader.End();
        return label;
    }

    private static Conditions? ReadConditions(TomlTableReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var conditions = new Conditions
        {
            MemberOf = reader.Strings("memberOf"),
            Requires = reader.Strings("requires"),
        };
        reader.End();
        return conditions;
    }

    private Group ReadGroup(TomlTableReader reader) => new()
    {
        Name = Needed(reader.RequiredString("name")),
        Required = reader.OptionalBoolean("required"),
        SatisfiedBy = reader.OptionalString("satisfiedBy"),
    };

    private ImmutableArray<InvoiceSignature> ReadSignatures(TomlTableReader reader, string key) =>
        ReadAll(reader, key, ReadSignature);

    private InvoiceSignature ReadSignature(TomlTableReader reader) => new()
    {
        By = Needed(reader.RequiredString("by")),
        Signature = Needed(reader.RequiredString("signature")),
        Key = Needed(reader.RequiredString("key")),
        Role = ReadRole(reader),
        At = ReadNumber(reader, "at"),
    };

    private SignatureRole ReadRole(TomlTableReader reader)
    {
        var text = reader.RequiredString("role");
        if (text is not null && SignatureRoles.TryParse(text, out var role))
        {
            return role;
        }

        if (text is not null)
        {
            faults.Add(
                ReadingFindings.UnknownRole,
                reader.PositionOf("role"),
                reader.PathOf("role"),
                $"{reader.PathOf("role")}: {MessageText.Quote(text)} is no role of a signature; expected creator, " +
                "proxy, host or approver in lower case.");
        }

        return Incomplete(SignatureRole.Creator);
    }

    private long ReadNumber(TomlTableReader reader, string key)
    {
        var number = Needed(reader.RequiredInteger(key));
        if (number < 0)
        {
            faults.Add(
                ReadingFindings.NegativeNumber,
                reader.PositionOf(key),
                reader.PathOf(key),
                $"{reader.PathOf(key)}: {number} is below zero; expected 0 to 2^63-1.");
        }

        return number;
    }

    private ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> ReadFeatures(
        TomlTableReader? reader)
    {
        var features = NoLabel.Features.ToBuilder();
        foreach (var section in reader?.Table.Entries ?? [])
        {
            if (reader!.RequiredTable(section.Key) is { } table)
            {
                features[section.Key] = ReadMap(table);
            }
        }

        JudgeRepeats(reader);
        return features.ToImmutable();
    }

    private ImmutableSortedDictionary<string, string> ReadMap(TomlTableReader? reader)
    {
        if (reader is null)
        {
            return TextMap.Empty;
        }

        var map = TextMap.Empty.ToBuilder();
        foreach (var entry in reader.Table.Entries)
        {
            if (reader.RequiredString(entry.Key) is { } text)
            {
                map[entry.Key] = text;
            }
        }

        JudgeRepeats(reader);
        return map.ToImmutable();
    }

    private void JudgeRepeats(TomlTableReader? reader)
    {
        foreach (var (dropped, kept) in reader?.Table.Repeats ?? [])
        {
            var path = MessageText.Escape(reader!.PathOf(kept.Key));
            faults.Add(
                ReadingFindings.RepeatedField,
                kept.KeyPosition,
                path,
                $"{path}: the key was given before, at {dropped.KeyPosition}, with {Describe(dropped.Value)}; " +
                $"readers of Bindle kept the last, {Describe(kept.Value)}. Keep one of them, or read leniently.",
                lenient ? FindingLevel.Warning : null);
        }
    }

    private static string Describe(TomlNode node) =>
        node is TomlString text ? MessageText.Quote(text.Value) : node.KindName;

    private void LeaveOutDocumented(TomlTableReader reader)
    {
        foreach (var key in (string[])["yanked_reason", "yanked_signature"])
        {
            if (lenient && reader.Node(key) is { } node)
            {
                faults.Add(
                    ReadingFindings.FieldLeftOut,
                    node.Position,
                    key,
                    $"The field '{key}' is left out: it is documented, but no program ever read it.");
            }
        }
    }
}
