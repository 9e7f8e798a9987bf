using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using CsCheck;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Archive;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Spin.Archive;

public sealed class FileArchiveTests
{
    private static readonly string LongName = $"long/{new string('d', 60)}/{new string('f', 120)}.txt";

    private static readonly ImmutableArray<AppFile> Files =
    [
        TestApp.File("a/b/c.txt", TestApp.Text(1, 700)),
        TestApp.File("empty", ""),
        TestApp.File("exact.bin", TestApp.Text(2, 512)),
        TestApp.File(LongName, "long"),
        TestApp.File("näme/日本.txt", "other scripts"),
        TestApp.File(new string('n', 100), "a hundred"),
    ];

    [Fact]
    public async Task CreateAsync_Files_AreThereWithTheirBytes()
    {
        var archive = await FileArchive.CreateAsync(Files, default);

        await using var stream = await archive.Open(default);
        await using var plain = new GZipStream(stream, CompressionMode.Decompress);
        await using var tar = new TarReader(plain);
        foreach (var file in Files)
        {
            var entry = await tar.GetNextEntryAsync(copyData: true);
            Assert.Equal(file.Path, entry!.Name);
            Assert.Equal(file.Content.Size, entry.Length);
            Assert.Equal(TarEntryType.RegularFile, entry.EntryType);
            Assert.Equal(file.Content.Digest, Digest.Of(await ReadAsync(entry.DataStream ?? Stream.Null)));
        }

        Assert.Null(await tar.GetNextEntryAsync());
    }

    [Fact]
    public async Task CreateAsync_Twice_GivesTheSameBytesAsSaid()
    {
        var first = await FileArchive.CreateAsync(Files, default);
        var second = await FileArchive.CreateAsync(Files, default);

        var bytes = await ReadAsync(await first.Open(default));
        Assert.Equal(first.Descriptor, second.Descriptor);
        Assert.Equal(first.Descriptor, Descriptor.Of(SpinMediaTypes.Archive, bytes));
        Assert.Equal(bytes, await ReadAsync(await first.Open(default)));
    }

    [Fact]
    public async Task CreateAsync_KnownFiles_HasTheDigestOfEveryMachine()
    {
        var archive = await FileArchive.CreateAsync([TestApp.File("hello.txt", "hello\n")], default);

        Assert.Equal(
            "5925df4de4bf9e7824b8c76bbeba1c095d58f1cf5f4b92302e059392fa4e2d58", archive.Descriptor.Digest.Hex);
        Assert.Equal(83, archive.Descriptor.Size);
    }

    [Fact]
    public async Task CreateAsync_SourcesThatGiveLittleAtATime_ChangeNothing()
    {
        ImmutableArray<AppFile> slow = [.. Files.Select(file => file with
        {
            Content = file.Content with { Open = async token => new DripStream(await file.Content.Open(token)) },
        })];

        var expected = await FileArchive.CreateAsync(Files, default);
        Assert.Equal(expected.Descriptor, (await FileArchive.CreateAsync(slow, default)).Descriptor);
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("much longer than said")]
    [InlineData("otherwise!")]
    public async Task CreateAsync_BytesUnlikeTheirLabel_Throws(string actual)
    {
        var said = TestApp.Content("as is said");
        var file = new AppFile("a", said with { Open = TestApp.Content(actual).Open });

        var error = await Assert.ThrowsAsync<BlobMismatchException>(() => FileArchive.CreateAsync([file], default));
        Assert.Equal(said.Digest, error.Expected.Digest);
    }

    [Fact]
    public void CreateAsync_AnySizes_CanBeReadBack() =>
        Gen.Int[0, 70_000].Array[1, 5].Sample(
            sizes =>
            {
                ImmutableArray<AppFile> files =
                    [.. sizes.Select((size, at) => TestApp.File($"f{at}", new string('z', size)))];
                using var plain = new GZipStream(Open(files), CompressionMode.Decompress);
                using var bytes = new MemoryStream();
                plain.CopyToAsync(bytes).GetAwaiter().GetResult();
                bytes.Position = 0;
                using var tar = new TarReader(bytes);
                return files.All(file => tar.GetNextEntry()!.Length == file.Content.Size) && tar.GetNextEntry() is null;
            },
            iter: 20);

    [Fact]
    public async Task CreateAsync_Archive_IsReadByTar()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("files.tar.gz");
        var archive = await FileArchive.CreateAsync(Files, default);
        await File.WriteAllBytesAsync(path, await ReadAsync(await archive.Open(default)));

        var list = await Tool.RunAsync("tar", "tzf", path, "--quoting-style=literal");
        Assert.Equal(0, list.ExitCode);
        Assert.Equal("", list.Error);
        Assert.Equal(Files.Select(file => file.Path), list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        var extract = await Tool.RunAsync("tar", "xzf", path, "-C", folder.Path);
        Assert.Equal(0, extract.ExitCode);
        Assert.Equal("long", await File.ReadAllTextAsync(folder.Combine(LongName)));
        Assert.Equal("other scripts", await File.ReadAllTextAsync(folder.Combine("näme", "日本.txt")));

        var test = await Tool.RunAsync("gzip", "-t", path);
        Assert.Equal(0, test.ExitCode);
    }

    [Fact]
    public void Of_HeaderOfAVeryLargeFile_SaysItsSizeInARecord()
    {
        var header = TarHeader.Of("big", 1L << 34);

        Assert.Equal(3 * TarHeader.BlockSize, header.Length);
        var text = System.Text.Encoding.ASCII.GetString(header);
        Assert.Contains("20 size=17179869184\n", text, StringComparison.Ordinal);
    }

    private static GzipStream Open(ImmutableArray<AppFile> files) => new(new TarStream(files));

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            return bytes.ToArray();
        }
    }

    private sealed class DripStream(Stream inner) : PullStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
