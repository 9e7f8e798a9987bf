namespace Migrator.Testing;

/// <summary>The applications under <c>../shared/golden/spin</c>, by their path below it.</summary>
public static class GoldenSpin
{
    private static readonly string[] Shelves =
    [
        "corpus", "made", "early/v0.1.0/corpus", "early/v0.1.0/made", "early/v0.2.0/corpus", "early/v0.2.0/made",
    ];

    /// <summary>Those that have a bindle, shelf by shelf, by name; none when the data is not there.</summary>
    public static IReadOnlyList<string> WithBindle { get; } =
    [
        .. Shelves
            .SelectMany(
                shelf => SharedData.Folders("golden", "spin", shelf),
                (shelf, folder) => $"{shelf}/{Path.GetFileName(folder)}")
            .Where(app => File.Exists(FileOf(app, "bindle/invoice.toml"))),
    ];

    /// <summary>A file or folder of an application.</summary>
    /// <param name="app">The application.</param>
    /// <param name="file">Path below it.</param>
    public static string FileOf(string app, string file) => SharedData.Combine("golden", "spin", app, file);
}
