using Migrator.Testing;

namespace Migrator.Conversion.Tests;

/// <summary>The applications under <c>../shared/golden/spin</c>, by their path below it.</summary>
internal static class GoldenApp
{
    /// <summary>Those that have a bindle.</summary>
    public static IReadOnlyList<string> WithBindle => GoldenSpin.WithBindle;

    /// <summary>Those that have a bindle and a file.</summary>
    /// <param name="file">The file's name.</param>
    public static IReadOnlyList<string> WithFile(string file) =>
        [.. WithBindle.Where(app => File.Exists(FileOf(app, file)))];

    /// <summary>The same as rows of a theory.</summary>
    /// <param name="file">The file's name.</param>
    public static TheoryData<string> With(string file) => [.. WithFile(file)];

    public static string FileOf(string app, string file) => GoldenSpin.FileOf(app, file);

    public static string Text(string app, string file) => File.ReadAllText(FileOf(app, file));

    public static async Task<ConversionOutcome> ConvertAsync(string app, ConversionOptions options)
    {
        var bindle = await Verified.FromFolderAsync(FileOf(app, "bindle"));
        return await Converter.ConvertAsync(bindle, options, CancellationToken.None);
    }
}
