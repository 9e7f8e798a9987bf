using Migrator.Testing;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>The applications under <c>../shared/golden/spin</c>, by their path below it.</summary>
internal static class GoldenApp
{
    private static readonly string[] Shelves =
    [
        "corpus", "made", "early/v0.1.0/corpus", "early/v0.1.0/made", "early/v0.2.0/corpus", "early/v0.2.0/made",
    ];

    /// <summary>Those that have a bindle.</summary>
    public static IReadOnlyList<string> WithBindle { get; } =
    [
        .. Shelves
            .SelectMany(
                shelf => SharedData.Folders("golden", "spin", shelf),
                (shelf, folder) => $"{shelf}/{Path.GetFileName(folder)}")
            .Where(app => File.Exists(FileOf(app, "bindle/invoice.toml"))),
    ];

    /// <summary>Those that have a bindle and a file.</summary>
    /// <param name="file">The file's name.</param>
    public static IReadOnlyList<string> WithFile(string file) =>
        [.. WithBindle.Where(app => File.Exists(FileOf(app, file)))];

    /// <summary>The same as rows of a theory.</summary>
    /// <param name="file">The file's name.</param>
    public static TheoryData<string> With(string file) => [.. WithFile(file)];

    public static string FileOf(string app, string file) => SharedData.Combine("golden", "spin", app, file);

    public static string Text(string app, string file) => File.ReadAllText(FileOf(app, file));

    public static async Task<ConversionOutcome> ConvertAsync(string app, ConversionOptions options)
    {
        var bindle = await Verified.FromFolderAsync(FileOf(app, "bindle"));
        return await Converter.ConvertAsync(bindle, options, CancellationToken.None);
    }
}
