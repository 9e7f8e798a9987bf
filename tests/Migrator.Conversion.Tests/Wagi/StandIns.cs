using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>Puts something into the places that a HIPPOFACTS or a module map names.</summary>
internal static class StandIns
{
    private static readonly byte[] Module = WagiBuilder.Named("stand-in");

    public static void LayOut(string file, string folder)
    {
        if (TomlDocument.Read(File.ReadAllBytes(file)).Root is not { } root)
        {
            return;
        }

        foreach (var table in TablesOf(root, "handler").Concat(TablesOf(root, "export")))
        {
            Put(folder, TextOf(table, "name"), Module);
            foreach (var pattern in TextsOf(table, "files"))
            {
                var name = pattern.Replace("**", "deep", StringComparison.Ordinal).Replace('*', 'x');
                Put(folder, name, "stand-in"u8.ToArray());
            }
        }

        foreach (var table in TablesOf(root, "module"))
        {
            var module = TextOf(table, "module")!;
            var isText = module.EndsWith(".wat", StringComparison.Ordinal);
            Put(folder, module, isText ? "(module)"u8.ToArray() : Module);
            foreach (var volume in table.TryGet("volumes", out var node) ? ((TomlTable)node).Entries : [])
            {
                var inside = ((TomlString)volume.Value).Value.TrimEnd('/');
                Put(folder, inside + "/file.txt", Encoding.UTF8.GetBytes(inside));
            }
        }
    }

    /// <summary>A source in which every bindle exports one module.</summary>
    public static IBindleSource Exporter() => new ExporterSource();

    // What lies outside of the folder is not there, as on any machine but its author's.
    private static void Put(string folder, string? name, byte[] bytes)
    {
        if (name is null || name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal)
            || name.Contains('$', StringComparison.Ordinal))
        {
            return;
        }

        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, bytes);
        }
    }

    private static IEnumerable<TomlTable> TablesOf(TomlTable root, string key) =>
        root.TryGet(key, out var node) && node is TomlArray array ? array.Items.OfType<TomlTable>() : [];

    private static string? TextOf(TomlTable table, string key) =>
        table.TryGet(key, out var node) ? (node as TomlString)?.Value : null;

    private static IEnumerable<string> TextsOf(TomlTable table, string key) =>
        table.TryGet(key, out var node) && node is TomlArray array
            ? array.Items.OfType<TomlString>().Select(text => text.Value)
            : [];

    private sealed class ExporterSource : IBindleSource
    {
        public string Description => "bindles with exports";

        public IAsyncEnumerable<BindleEntry> ListAsync(CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<BindleEntry>();

        public Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken) => Task.FromResult(
            new BindleBuilder(id!.ToString()).WithModule(Module, "static.wasm").With(invoice => invoice with
            {
                Parcels = [.. invoice.Parcels.Select(parcel => parcel with
                {
                    Label = parcel.Label with { Annotations = TextMap.Empty.Add("wagi_handler_id", "static") },
                })],
            }).Package);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
