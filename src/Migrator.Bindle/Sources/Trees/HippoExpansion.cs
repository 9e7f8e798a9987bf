using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>
/// Makes of a HIPPOFACTS and its tree the bindle that <c>hippo prepare</c> for production made (spec/bindle.md 8.4).
/// </summary>
internal sealed class HippoExpansion
{
    private readonly HippoFacts _facts;
    private readonly TreeContents _contents;
    private readonly ImportedBindles _imports;
    private readonly TreeFaults _faults;
    private readonly FileParcels _files = new();
    private readonly FileParcels _dependents = new();

    private HippoExpansion(HippoFacts facts, TreeContents contents, ImportedBindles imports, TreeFaults faults)
    {
        _facts = facts;
        _contents = contents;
        _imports = imports;
        _faults = faults;
    }

    /// <summary>Makes it; every file is read.</summary>
    /// <param name="facts">The HIPPOFACTS.</param>
    /// <param name="contents">The tree.</param>
    /// <param name="imports">The bindles whose modules it takes.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The invoice; of no worth when there is a fault.</returns>
    public static Task<Invoice> ExpandAsync(
        HippoFacts facts,
        TreeContents contents,
        ImportedBindles imports,
        TreeFaults faults,
        CancellationToken cancellationToken) =>
        new HippoExpansion(facts, contents, imports, faults).ExpandAsync(cancellationToken);

    private async Task<Invoice> ExpandAsync(CancellationToken cancellationToken)
    {
        var modules = ImmutableArray.CreateBuilder<Parcel>();
        foreach (var entry in _facts.Entries)
        {
            var label = await ModuleAsync(entry, cancellationToken).ConfigureAwait(false);
            if (label is not null)
            {
                modules.Add(new Parcel
                {
                    Label = label,
                    Conditions = new Conditions { Requires = [entry.GroupName] },
                });
            }

            await AddFilesAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        ReportClashes();
        return new Invoice
        {
            BindleVersion = "1.0.0",
            Id = _facts.Id,
            Description = _facts.Description,
            Authors = _facts.Authors,
            Annotations = _facts.Annotations,
            Parcels = [.. modules, .. _dependents.InOrder(), .. _files.InOrder()],
            Groups = [.. _facts.Entries.Select(entry => new Group { Name = entry.GroupName })],
        };
    }

    private async Task<Label?> ModuleAsync(HippoEntry entry, CancellationToken cancellationToken)
    {
        switch (entry)
        {
            case HippoEntry.ExternalHandler external:
                return await ExternalAsync(external, cancellationToken).ConfigureAwait(false);
            case HippoEntry.Export export:
                var exported = await NamedAsync(export, export.Name, cancellationToken).ConfigureAwait(false);
                return exported is null ? null : ExternalModule.Export(
                    WagiFeatures.With(exported, ("file", "false"), ("entrypoint", export.Entrypoint)), export.Id);
            case HippoEntry.LocalHandler handler:
                var module = await NamedAsync(handler, handler.Name, cancellationToken).ConfigureAwait(false);
                return module is null ? null : WagiFeatures.With(
                    module, ("file", "false"), ("route", handler.Route), ("entrypoint", handler.Entrypoint));
            default:
                throw new InvalidOperationException($"An entry of the kind {entry.GetType().Name} is not known.");
        }
    }

    private Task<Label?> NamedAsync(HippoEntry entry, string name, CancellationToken cancellationToken) =>
        _contents.NamedAsync(name, entry.Position, SubjectOf(entry), cancellationToken);

    private async Task<Label?> ExternalAsync(
        HippoEntry.ExternalHandler entry, CancellationToken cancellationToken)
    {
        var subject = SubjectOf(entry);
        var package =
            await _imports.GetAsync(entry.Bindle, entry.Position, subject, cancellationToken).ConfigureAwait(false);
        if (package?.Invoice is not { } invoice)
        {
            return null;
        }

        if (ExternalModule.Find(invoice, entry.HandlerId) is not { } module)
        {
            _faults.Add(
                TreeFindings.ImportHandlerMissing,
                entry.Position,
                subject,
                $"{subject}: the bindle {MessageText.Quote(entry.Bindle.ToString())} exports no module with the id "
                + $"{MessageText.Quote(entry.HandlerId)}.");
            return null;
        }

        _imports.Take(module.Label, package);
        foreach (var required in ExternalModule.RequiredBy(invoice, module))
        {
            var taken = required.First();
            _imports.Take(taken, package);
            _dependents.Add(taken with { Annotations = ExternalModule.CopyMark }, entry.GroupName);
            ReportLost(entry, taken, required);
        }

        var copy = module.Label with { Annotations = ExternalModule.CopyMark, Origin = null };
        return WagiFeatures.With(
            copy with { Features = copy.Features.Clear() }, ("file", "false"), ("route", entry.Route));
    }

    private void ReportLost(HippoEntry.ExternalHandler entry, Label taken, IEnumerable<Label> required)
    {
        foreach (var name in required.Select(label => label.Name).Distinct().Where(name => name != taken.Name))
        {
            _faults.Add(
                TreeFindings.EqualFileLost,
                entry.Position,
                SubjectOf(entry),
                $"{SubjectOf(entry)}: {MessageText.Quote(name)} of the bindle "
                + $"{MessageText.Quote(entry.Bindle.ToString())} has the bytes of {MessageText.Quote(taken.Name)}; as "
                + "Hippo did, this takes the latter alone. If the module reads the other, copy it into the tree and "
                + "name it in 'files'.");
        }
    }

    private async Task AddFilesAsync(HippoEntry entry, CancellationToken cancellationToken)
    {
        foreach (var pattern in entry.Files)
        {
            var found = Find(entry, pattern);
            foreach (var match in found)
            {
                var label = await _contents.FoundAsync(
                    match, match.Path, entry.Position, SubjectOf(entry), cancellationToken).ConfigureAwait(false);
                if (label is not null)
                {
                    _files.Add(WagiFeatures.AsFile(label), entry.GroupName);
                }
            }
        }
    }

    private ImmutableArray<TreeEntry> Find(HippoEntry entry, string written)
    {
        var subject = SubjectOf(entry);
        if (TreeFolder.Inside(written) is null)
        {
            _contents.AddOutside(written, entry.Position, subject);
            return [];
        }

        if (FilePattern.Parse(written) is not { } pattern)
        {
            _faults.Add(
                TreeFindings.BadPattern,
                entry.Position,
                subject,
                $"{subject}: {MessageText.Quote(written)} is no pattern: a set must end with ']', and '**' stand "
                + "alone between slashes.");
            return [];
        }

        var found = pattern.Find(_contents.Tree);
        if (found.IsEmpty)
        {
            _faults.Add(
                TreeFindings.NoMatch,
                entry.Position,
                subject,
                $"{subject}: no file matches {MessageText.Quote(written)}.");
        }

        return found;
    }

    private void ReportClashes()
    {
        foreach (var name in _dependents.Names.Intersect(_files.Names, StringComparer.Ordinal))
        {
            _faults.Add(
                TreeFindings.NameClash,
                _facts.Entries[0].Position,
                "files",
                $"{MessageText.Quote(name)} is a file of the tree and one that an external module brings along. Rename "
                + "the one in the tree.");
        }
    }

    private static string SubjectOf(HippoEntry entry) => entry switch
    {
        HippoEntry.LocalHandler handler => $"handler {MessageText.Quote(handler.Route)}",
        HippoEntry.ExternalHandler handler => $"handler {MessageText.Quote(handler.Route)}",
        HippoEntry.Export export => $"export {MessageText.Quote(export.Id)}",
        _ => "entry",
    };
}
