using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;
using Migrator.Shared;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>
/// A HIPPOFACTS or a module map with the files around it, as the bindle that would have been made of them
/// (spec/bindle.md 8.3 and 8.4).
/// </summary>
internal sealed class TreeSource : IBindleSource
{
    private const int MaxBytes = 16 << 20;

    private readonly string _path;
    private readonly string _file;
    private readonly BindleSourceOptions _options;
    private readonly SemaphoreSlim _gate = new(1);
    private IBindleSource? _imports;
    private TreeBindle? _made;

    private TreeSource(string path, BindleSourceOptions options)
    {
        _path = path;
        _file = Path.GetFileName(path);
        _options = options;
        Description = $"sources of {MessageText.Line(path)}";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>Whether a file is meant as one of these, by its name.</summary>
    /// <param name="path">The file's path.</param>
    public static bool IsNamedAsOne(string path)
    {
        var name = Path.GetFileName(path);
        return name.Equals("HIPPOFACTS", StringComparison.OrdinalIgnoreCase)
            || (name.EndsWith(".toml", StringComparison.OrdinalIgnoreCase) && name is not InvoiceFile.Name);
    }

    /// <summary>Makes the source.</summary>
    /// <param name="path">The full path of the HIPPOFACTS or module map.</param>
    /// <param name="options">How to read, and where other bindles are.</param>
    /// <returns>The source; nothing read yet.</returns>
    public static TreeSource Of(string path, BindleSourceOptions options) => new(path, options);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BindleEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var made = await MakeAsync(cancellationToken).ConfigureAwait(false);
        yield return new BindleEntry(made.Invoice?.Id, _file, false, made.Findings);
    }

    /// <inheritdoc/>
    public async Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
    {
        var made = await MakeAsync(cancellationToken).ConfigureAwait(false);
        var isAssumed = made.Findings.Any(finding => finding.Kind == TreeFindings.AssumedId);
        if (id is null || made.Invoice is null || made.Invoice.Id.Equals(id))
        {
            return Pack(made.Invoice, made.Findings, made.Parcels);
        }

        return isAssumed
            ? Pack(
                made.Invoice with { Id = id },
                [.. made.Findings.Where(finding => finding.Kind != TreeFindings.AssumedId)],
                made.Parcels)
            : throw new BindleSourceException(
                _path,
                $"{Description} make {MessageText.Line(made.Invoice.Id.ToString())}, not "
                + $"{MessageText.Line(id.ToString())}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        if (_imports is not null)
        {
            await _imports.DisposeAsync().ConfigureAwait(false);
        }
    }

    private BindlePackage Pack(Invoice? invoice, ImmutableArray<Finding> findings, TreeParcels parcels)
    {
        var bytes = invoice is null ? [] : InvoiceToml.Write(invoice);
        return BindlePackage.Create(_path, bytes, new InvoiceReading(invoice, findings), parcels);
    }

    // Files are hashed once, whoever asks.
    private async Task<TreeBindle> MakeAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _made ??= await MakeOnceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BindleSourceException(
                _path, $"{Description} cannot be read: {MessageText.Line(failure.Message)}", failure);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<TreeBindle> MakeOnceAsync(CancellationToken cancellationToken)
    {
        _imports ??= _options.OpenImports is { } open ? await open(cancellationToken).ConfigureAwait(false) : null;
        var faults = new TreeFaults(_file);
        var tree = new TreeFolder(Path.GetDirectoryName(_path)!);
        var contents = new TreeContents(tree, faults);
        var imports = new ImportedBindles(_imports, _options.IncludeYanked, faults);
        var root = await ReadAsync(faults, cancellationToken).ConfigureAwait(false);
        var invoice = root is null
            ? null
            : await ExpandAsync(root, contents, imports, faults, cancellationToken).ConfigureAwait(false);
        return new TreeBindle(
            faults.HasErrors ? null : invoice,
            faults.ToImmutable(),
            new TreeParcels(tree, contents.Files, imports.Parcels));
    }

    private async Task<TomlTable?> ReadAsync(TreeFaults faults, CancellationToken cancellationToken)
    {
        var length = new FileInfo(_path).Length;
        if (length == 0 && SpecialFile.IsOne(_path))
        {
            faults.Add(
                TreeFindings.FileMissing,
                new TomlPosition(1, 1),
                _file,
                $"{MessageText.Quote(_file)} {TreeContents.NotRegular} Copy what it gives into a file.");
            return null;
        }

        if (length > MaxBytes)
        {
            throw new BindleSourceException(
                _path, $"{MessageText.Line(_path)} has {length} bytes; at most {MaxBytes} are read.");
        }

        var document = TomlDocument.Read(await File.ReadAllBytesAsync(_path, cancellationToken).ConfigureAwait(false));
        faults.AddRange(document.Faults);
        return document.Root;
    }

    private async Task<Invoice?> ExpandAsync(
        TomlTable root,
        TreeContents contents,
        ImportedBindles imports,
        TreeFaults faults,
        CancellationToken cancellationToken)
    {
        if (OtherToml.Describe(root) is { } other)
        {
            faults.Add(TreeFindings.OtherFile, new TomlPosition(1, 1), _file, $"{MessageText.Quote(_file)} {other}");
            return null;
        }

        if (IsModuleMap(root))
        {
            var entries = ModuleMapReader.Read(root, faults);
            return await ModuleMapExpansion.ExpandAsync(
                AssumeId(faults), entries, contents, imports, faults, cancellationToken).ConfigureAwait(false);
        }

        return HippoFactsReader.Read(root, faults) is { } facts
            ? await HippoExpansion.ExpandAsync(facts, contents, imports, faults, cancellationToken)
                .ConfigureAwait(false)
            : null;
    }

    private bool IsModuleMap(TomlTable root) =>
        root.TryGet("module", out _)
        || !(_file.Contains("HIPPOFACTS", StringComparison.OrdinalIgnoreCase)
            || root.Entries.Any(entry => entry.Key is "bindle" or "handler" or "export"));

    // A module map has no name of its own; most lie in the folder of their application.
    private BindleId AssumeId(TreeFaults faults)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(_path));
        var id = BindleId.Parse($"{(string.IsNullOrEmpty(folder) ? "app" : folder)}/0.1.0");
        faults.Add(
            TreeFindings.AssumedId,
            new TomlPosition(1, 1),
            "bindle",
            $"A module map does not say what the application is called; it is taken for "
            + $"{MessageText.Quote(id.ToString())}, after its folder. Say another with --id NAME/VERSION.");
        return id;
    }
}
