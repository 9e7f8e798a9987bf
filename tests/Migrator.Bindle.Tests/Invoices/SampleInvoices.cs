using System.Collections.Immutable;
using CsCheck;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Tests.Invoices;

/// <summary>Invoices of our own making.</summary>
internal static class SampleInvoices
{
    private static readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> NoFeatures =
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, string>>(TextMap.ByUtf8);

    private static readonly Gen<string> Odd = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 1, 8],
        Gen.String[Gen.Char["'\"\\\n\r\t\u0000\u001f\u007f abc=[]#"], 0, 12],
        Gen.OneOf("", "käse", "🔑", "a\n", "'", "''", "'''", "x'''y\nz", "\"\"\"", "\\", "a b", "true", "1"));

    private static readonly Gen<ImmutableSortedDictionary<string, string>> Maps =
        Gen.Dictionary(Odd, Odd)[0, 3].Select(map => TextMap.Empty.AddRange(map!));

    private static readonly Gen<ImmutableArray<string>> Lists = Odd.Array[0, 3].Select(ImmutableArray.Create);

    private static readonly Gen<Label> Labels =
        from texts in Gen.Select(Odd, Odd, Odd, Odd.Null())
        from size in Gen.Long[0, long.MaxValue]
        from annotations in Maps
        from features in Gen.Dictionary(Odd, Maps)[0, 2]
        select new Label
        {
            Sha256 = texts.Item1,
            MediaType = texts.Item2,
            Name = texts.Item3,
            Size = size,
            Annotations = annotations,
            Features = NoFeatures.AddRange(features),
            Origin = texts.Item4,
        };

    private static readonly Gen<Conditions> Conditions =
        from memberOf in Lists
        from requires in Lists
        select new Conditions { MemberOf = memberOf, Requires = requires };

    private static readonly Gen<Parcel> Parcels =
        from label in Labels
        from conditions in Conditions.Null()
        select new Parcel { Label = label, Conditions = conditions };

    private static readonly Gen<Group> Groups =
        from name in Odd
        from required in Gen.Bool.Nullable()
        from satisfiedBy in Odd.Null()
        select new Group { Name = name, Required = required, SatisfiedBy = satisfiedBy };

    private static readonly Gen<InvoiceSignature> Signatures =
        from texts in Gen.Select(Odd, Odd, Odd)
        from role in Gen.Enum<SignatureRole>()
        from at in Gen.Long[0, long.MaxValue]
        select new InvoiceSignature
        {
            By = texts.Item1,
            Signature = texts.Item2,
            Key = texts.Item3,
            Role = role,
            At = at,
        };

    private static readonly Gen<BindleVersion> Versions =
        from numbers in Gen.Select(Gen.ULong, Gen.UInt, Gen.Byte)
        from suffix in Gen.OneOf("", "-rc.1", "+q0a1b2c3", "-alpha.1+x.y")
        select BindleVersion.Parse($"{numbers.Item1}.{numbers.Item2}.{numbers.Item3}{suffix}");

    /// <summary>Any invoice that the model can hold, valid or not.</summary>
    public static Gen<Invoice> Any { get; } =
        from head in Gen.Select(Odd, Gen.Bool, Odd, Versions)
        from text in Gen.Select(Odd.Null(), Lists, Maps)
        from parcels in Parcels.Array[0, 4]
        from groups in Groups.Array[0, 3]
        from signatures in Gen.Select(Signatures.Array[0, 2], Signatures.Array[0, 2])
        select new Invoice
        {
            BindleVersion = head.Item1,
            Yanked = head.Item2,
            Id = new BindleId(head.Item3, head.Item4),
            Description = text.Item1,
            Authors = text.Item2,
            Annotations = text.Item3,
            Parcels = [.. parcels],
            Groups = [.. groups],
            YankedSignatures = [.. signatures.Item1],
            Signatures = [.. signatures.Item2],
            HasSignatureField = head.Item2,
        };
}
