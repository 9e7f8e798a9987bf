using System.Collections.Immutable;
using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Conversion.Spin;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Builds applications in memory.</summary>
internal static class TestApp
{
    /// <summary>Content as the application's reader makes it: bytes at hand up to 128 of them.</summary>
    public static AppContent Content(byte[] bytes) => new(
        Digest.Of(bytes),
        bytes.Length,
        bytes.Length <= AppContent.InlineLimit ? bytes : (ReadOnlyMemory<byte>?)null,
        _ => ValueTask.FromResult<Stream>(new MemoryStream(bytes, writable: false)));

    public static AppContent Content(string text) => Content(Encoding.UTF8.GetBytes(text));

    /// <summary>A text of the given length that no other seed gives.</summary>
    public static string Text(int seed, int length) => $"{seed} ".PadRight(length, 'x');

    public static AppFile File(string path, string text) => new(path, Content(text));

    public static AppComponent Component(string id, string route = "/...", params IEnumerable<AppFile> files) =>
        Component(id, new ComponentTrigger.Http(route, Executor: null), files);

    public static AppComponent Component(string id, ComponentTrigger trigger, params IEnumerable<AppFile> files) => new(
        new SpinComponent { Id = id, Source = "", Trigger = trigger },
        Content($"\0asm {id}".PadRight(200)),
        [.. files.OrderBy(file => file.Path, TextMap.ByUtf8)]);

    public static SpinApplication Http(string basePath, params ImmutableArray<AppComponent> components) =>
        Of(new ApplicationTrigger.Http(basePath), components);

    public static SpinApplication Of(ApplicationTrigger trigger, params ImmutableArray<AppComponent> components) =>
        new() { Id = BindleId.Parse("shop/1.2.0+q0a1b2c3"), Trigger = trigger, Components = components };
}
