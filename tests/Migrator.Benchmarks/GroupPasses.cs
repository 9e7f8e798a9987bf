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
/// Converts a Wagi application of 10,000 parcels in 1,000 groups, which require each other in one great circle and ten
/// more each, and compares with one pass over the parcels: every one opened, read and hashed.
/// </summary>
internal static class GroupPasses
{
    private const int Parcels = 10_000;
    private const int Groups = 1_000;
    private const int Limit = 3;

    public static async Task<int> RunAsync(int runs)
    {
        var folder = Directory.CreateTempSubdirectory("bindle2oci-bench-").FullName;
        try
        {
            Write(folder);
            return await CompareAsync(folder, runs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> CompareAsync(string folder, int runs)
    {
        var ratios = new List<double>();
        for (var run = -1; run < runs; run++)
        {
            var bindle = await VerifyAsync(folder);
            var pass = await TimeAsync(() => BindleVerifier.HashParcelsAsync(bindle, CancellationToken.None));
            var convert = await TimeAsync(() => ConvertAsync(bindle));
            if (run >= 0)
            {
                ratios.Add(convert / pass);
            }
        }

        var ratio = Figures.Of(ratios);
        Console.WriteLine($"{Parcels} parcels in {Groups} groups, converted, {runs} runs after one warm-up");
        Console.WriteLine($"  passes over the parcels  {ratio.ToString("0.00", "")}   (at most {Limit})");
        return ratio.Median <= Limit ? 0 : 1;
    }

    private static async Task<int> ConvertAsync(VerifiedBindle bindle)
    {
        var outcome = await Converter.ConvertAsync(bindle, new ConversionOptions(), CancellationToken.None);
        return outcome.Artifact is { } artifact && artifact.Blobs.Length > Parcels
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

    private static void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        var random = new Random(1);
        var handler = ParcelOf(folder, "web.wasm", "application/wasm", Module(), ("file", "false"), ("route", "/..."));
        var files = Enumerable.Range(0, Parcels - 1).Select(at =>
        {
            var bytes = new byte[4096];
            random.NextBytes(bytes);
            var group = at % Groups;
            return ParcelOf(folder, $"assets/{at:00000}.bin", "application/octet-stream", bytes, ("file", "true")) with
            {
                Conditions = new Conditions
                {
                    MemberOf = [NameOf(group)],
                    Requires = [NameOf(group + 1), NameOf(random.Next())],
                },
            };
        });
        var invoice = new Invoice
        {
            BindleVersion = "1.0.0",
            Id = BindleId.Parse("bench/1.0.0"),
            Parcels = [handler with { Conditions = new Conditions { Requires = [NameOf(0)] } }, .. files],
            Groups = [.. Enumerable.Range(0, Groups).Select(at => new Group { Name = NameOf(at) })],
        };
        File.WriteAllBytes(Path.Combine(folder, "invoice.toml"), InvoiceToml.Write(invoice));
    }

    private static string NameOf(int group) => (group % Groups).ToString("0000", CultureInfo.InvariantCulture);

    // The eight bytes that begin a module; it has nothing to start, which is no matter here.
    private static byte[] Module() => [.. "\0asm\u0001\0\0\0"u8];

    private static Parcel ParcelOf(
        string folder, string name, string mediaType, byte[] bytes, params (string Name, string Value)[] features)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        File.WriteAllBytes(Path.Combine(folder, "parcels", sha256 + ".dat"), bytes);
        var label = new Label { Sha256 = sha256, MediaType = mediaType, Name = name, Size = bytes.Length };
        var wagi = features.ToImmutableSortedDictionary(
            feature => feature.Name, feature => feature.Value, TextMap.ByUtf8);
        return new Parcel { Label = label with { Features = label.Features.Add(WagiLabels.Section, wagi) } };
    }
}
