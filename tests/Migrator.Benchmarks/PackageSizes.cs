namespace Migrator.Benchmarks;

/// <summary>Packs what is shipped, and prints how large each is, with <c>skopeo</c> to compare.</summary>
internal static class PackageSizes
{
    private const double MB = 1e6;

    private static readonly string[] Projects =
    [
        "Migrator.Bindle", "Migrator.Oci", "Migrator.Conversion", "Migrator.Cloud", "Migrator.Engine", "Migrator.Cli",
    ];

    public static int Run()
    {
        var root = Directory.CreateTempSubdirectory("bindle2oci-bench-").FullName;
        try
        {
            Print(root);
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Print(string root)
    {
        foreach (var project in Projects)
        {
            PublishedTool.Pack(project, root);
        }

        Console.WriteLine("sizes");
        foreach (var package in Directory.GetFiles(root, "*.nupkg").Order(StringComparer.Ordinal))
        {
            Console.WriteLine(Line(Path.GetFileName(package), new FileInfo(package).Length));
        }

        var binary = PublishedTool.PublishNative();
        var folder = Directory.GetFiles(Path.GetDirectoryName(binary)!).Sum(file => new FileInfo(file).Length);
        Console.WriteLine(Line("native binary", new FileInfo(binary).Length));
        Console.WriteLine(Line("  with its two libraries", folder));
        var skopeo = new FileInfo("/usr/bin/skopeo");
        if (skopeo.Exists)
        {
            Console.WriteLine(Line("skopeo", skopeo.Length));
            Console.WriteLine(FormattableString.Invariant(
                $"  {"ratio, with its libraries",-38} {(double)folder / skopeo.Length:0.00}"));
        }
    }

    private static string Line(string name, long bytes) =>
        FormattableString.Invariant($"  {name,-38} {bytes / MB:0.00} MB");
}
