using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion;

namespace Migrator.Benchmarks;

/// <summary>
/// Converts Wagi applications of 10,000 files in 1,000 groups and compares with one pass over the parcels: every one
/// opened, read and hashed. In one the groups require each other in a great circle and ten more each; another has 1,000
/// handlers, and each sees the files of two groups alone; in the last 20 handlers share all files, as Spin 2 packs
/// them.
/// </summary>
internal static class GroupPasses
{
    private const int Parcels = 10_000;
    private const int Groups = 1_000;
    private const int GroupsOfAHandler = 2;
    private const int SharingHandlers = 20;
    private const int Limit = 3;

    public static async Task<int> RunAsync(int runs)
    {
        var circle = await RunAsync(Circle(), new ConversionOptions(), "one handler, groups in a circle", runs);
        var fan = await RunAsync(
            Fan(), new ConversionOptions { WagiFiles = WagiFiles.Own }, $"{Groups} handlers, each its own files", runs);
        var packed = await RunAsync(
            Sharing(),
            new ConversionOptions { Profile = Profile.Spin2 },
            $"{SharingHandlers} handlers that share all files, packed for spin2",
            runs);
        return new[] { circle, fan, packed }.Max();
    }

    private static async Task<int> RunAsync(
        IEnumerable<(Parcel Parcel, byte[] Bytes)> parcels, ConversionOptions options, string title, int runs)
    {
        var folder = Directory.CreateTempSubdirectory("bindle2oci-bench-").FullName;
        try
        {
            Write(folder, parcels);
            return await CompareAsync(folder, options, title, runs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> CompareAsync(string folder, ConversionOptions options, string title, int runs)
    {
        var ratios = new List<double>();
        for (var run = -1; run < runs; run++)
        {
            var bindle = await VerifyAsync(folder);
            var pass = await TimeAsync(() => BindleVerifier.HashParcelsAsync(bindle, CancellationToken.None));
            var convert = await TimeAsync(() => ConvertAsync(bindle, options));
            if (run >= 0)
            {
                ratios.Add(convert / pass);
            }
        }

        var ratio = Figures.Of(ratios);
        Console.WriteLine($"{Parcels} files in {Groups} groups, {title}, {runs} runs after one warm-up");
        Console.WriteLine($"  passes over the parcels  {ratio.ToString("0.00", "")}   (at most {Limit})");
        return ratio.Median <= Limit ? 0 : 1;
    }

    private static async Task<int> ConvertAsync(VerifiedBindle bindle, ConversionOptions options)
    {
        var outcome = await Converter.ConvertAsync(bindle, options, CancellationToken.None);
        return outcome.Artifact is { } artifact && (options.Profile == Profile.Spin2 || artifact.Blobs.Length > Parcels)
            ? artifact.Blobs.Length
            : throw new InvalidOperationException(string.Join('\n', outcome.Findings));
    }

    private static async Task<TimeSpan> TimeAsync<T>(Func<Task<T>> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed;
    }

    private static async Task<VerifiedBindle> VerifyAsync(string folder)
    {
        await using var source =
            await BindleSources.OpenAsync(folder, new BindleSourceOptions(), CancellationToken.None);
        var package = await source.OpenAsync(null, CancellationToken.None);
        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        return outcome.Bindle ?? throw new InvalidOperationException(string.Join('\n', outcome.Findings));
    }

    private static void Write(string folder, IEnumerable<(Parcel Parcel, byte[] Bytes)> parcels)
    {
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        var written = new List<Parcel>();
        foreach (var (parcel, bytes) in parcels)
        {
            File.WriteAllBytes(Path.Combine(folder, "parcels", parcel.Label.Sha256 + ".dat"), bytes);
            written.Add(parcel);
        }

        var invoice = new Invoice
        {
            BindleVersion = "1.0.0",
            Id = BindleId.Parse("bench/1.0.0"),
            Parcels = [.. written],
            Groups = [.. Enumerable.Range(0, Groups).Select(at => new Group { Name = NameOf(at) })],
        };
        File.WriteAllBytes(Path.Combine(folder, "invoice.toml"), InvoiceToml.Write(invoice));
    }

    private static IEnumerable<(Parcel Parcel, byte[] Bytes)> Circle()
    {
        var random = new Random(1);
        return Files(group => [NameOf(group + 1), NameOf(random.Next())]).Prepend(HandlerOf("/...", [NameOf(0)]));
    }

    private static IEnumerable<(Parcel Parcel, byte[] Bytes)> Fan() => Enumerable.Range(0, Groups)
        .Select(at => HandlerOf(
            $"/{NameOf(at)}", [.. Enumerable.Range(at, GroupsOfAHandler).Select(NameOf)]))
        .Concat(Files(_ => []));

    private static IEnumerable<(Parcel Parcel, byte[] Bytes)> Sharing() => Enumerable.Range(0, SharingHandlers)
        .Select(at => HandlerOf($"/{NameOf(at)}", [NameOf(0)]))
        .Concat(Files(group => [NameOf(group + 1)]));

    private static IEnumerable<(Parcel Parcel, byte[] Bytes)> Files(Func<int, ImmutableArray<string>> requires)
    {
        var random = new Random(2);
        for (var at = 0; at < Parcels; at++)
        {
            var bytes = new byte[4096];
            random.NextBytes(bytes);
            var conditions = new Conditions { MemberOf = [NameOf(at)], Requires = requires(at % Groups) };
            yield return ParcelOf(
                $"assets/{at:00000}.bin", "application/octet-stream", bytes, conditions, ("file", "true"));
        }
    }

    // The eight bytes that begin a module; it has nothing to start, which is no matter here.
    private static (Parcel Parcel, byte[] Bytes) HandlerOf(string route, ImmutableArray<string> requires) => ParcelOf(
        "web.wasm",
        "application/wasm",
        [.. "\0asm\u0001\0\0\0"u8],
        new Conditions { Requires = requires },
        ("file", "false"),
        ("route", route));

    private static string NameOf(int group) => (group % Groups).ToString("0000", CultureInfo.InvariantCulture);

    private static (Parcel Parcel, byte[] Bytes) ParcelOf(
        string name,
        string mediaType,
        byte[] bytes,
        Conditions conditions,
        params (string Name, string Value)[] features)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var label = new Label { Sha256 = sha256, MediaType = mediaType, Name = name, Size = bytes.Length };
        var wagi = features.ToImmutableSortedDictionary(
            feature => feature.Name, feature => feature.Value, TextMap.ByUtf8);
        return (
            new Parcel
            {
                Label = label with { Features = label.Features.Add(WagiLabels.Section, wagi) },
                Conditions = conditions,
            },
            bytes);
    }
}
