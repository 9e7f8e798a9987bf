using System.Text;
using Migrator.Conversion;
using Migrator.Engine.Batch;

namespace Migrator.Engine.Tests.Batch;

/// <summary>What is an option of a single migration is a field of a batch file.</summary>
public sealed class BatchFileFieldsTests
{
    private const string Least = """
        version = 1
        [[source]]
        store = "bindles"
        [target]
        registry = "registry.example.com"

        """;

    [Fact]
    public void Read_FieldsOfTheConversion_AreTheOptionsOfMigrate()
    {
        var file = Read(Least + """
            profile = "spin1"
            app-version = "full"
            inline-files = "also"
            wagi-files = "own"
            fix-base = true
            strict = true
            referrer = false
            read-back = false

            """).File!;

        Assert.Equal(
            new ConversionOptions
            {
                Profile = Profile.Spin1,
                AppVersion = AppVersionPolicy.Full,
                InlineFiles = InlineFiles.Also,
                WagiFiles = WagiFiles.Own,
                FixBase = true,
                Strict = true,
                Referrer = false,
            },
            file.Conversion);
        Assert.False(file.ReadsBack);
    }

    [Fact]
    public void Read_FieldsOnWhatIsTaken_AreTheOptionsOfMigrate()
    {
        var defaults = Read(Least).File!.Selection;
        var given = Read(Least + "[select]\nyanked = true\nlenient = true\nmax-parcel-size = \"64MiB\"\n")
            .File!.Selection;

        Assert.Equal((false, false, 4L << 30), (defaults.Yanked, defaults.Lenient, defaults.MaxParcelSize));
        Assert.Equal((true, true, 64L << 20), (given.Yanked, given.Lenient, given.MaxParcelSize));
    }

    private static BatchFileReading Read(string text) =>
        BatchFileToml.Read(Encoding.UTF8.GetBytes(text), "batch.toml");
}
