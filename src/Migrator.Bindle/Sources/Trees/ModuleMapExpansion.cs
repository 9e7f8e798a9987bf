using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>
/// Makes a bindle of a <c>modules.toml</c> and its tree: handlers as Hippo wrote them, the files of volumes as parcels.
/// </summary>
internal sealed class ModuleMapExpansion
{
    private const string WithoutIt = "Wagi went on without it, and so does this.";

    private readonly TreeContents _contents;
    private readonly ImportedBindles _imports;
    private readonly TreeFaults _faults;
    private readonly FileParcels _files = new();

    private ModuleMapExpansion(TreeContents contents, ImportedBindles imports, TreeFaults faults)
    {
        _contents = contents;
        _imports = imports;
        _faults = faults;
    }

    /// <summary>Makes it; every file is read.</summary>
    /// <param name="id">What the bindle is called.</param>
    /// <param name="entries">The modules.</param>
    /// <param name="contents">The tree.</param>
    /// <param name="imports">The bindles whose modules it takes.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The invoice; of no worth when there is a fault.</returns>
    public static async Task<Invoice> ExpandAsync(
        BindleId id,
        ImmutableArray<ModuleMapEntry> entries,
        TreeContents contents,
        ImportedBindles imports,
        TreeFaults faults,
        CancellationToken cancellationToken)
    {
        var expansion = new ModuleMapExpansion(contents, imports, faults);
        var modules = ImmutableArray.CreateBuilder<Parcel>();
        var groups = ImmutableArray.CreateBuilder<Group>();
        for (var i = 0; i < entries.Length; i++)
        {
            var group = entries[i].Volumes.IsEmpty ? null : new Group { Name = $"module-{i + 1}-files" };
            if (await expansion.AddAsync(entries[i], group, cancellationToken).ConfigureAwait(false) is { } parcel)
            {
                modules.Add(parcel);
            }

            if (group is not null)
            {
                groups.Add(group);
            }
        }

        return new Invoice
        {
            BindleVersion = "1.0.0",
            Id = id,
            Parcels = [.. modules, .. expansion._files.InOrder()],
            Groups = groups.DrainToImmutable(),
        };
    }

    private async Task<Parcel?> AddAsync(ModuleMapEntry entry, Group? group, CancellationToken cancellationToken)
    {
        var label = await ModuleAsync(entry, cancellationToken).ConfigureAwait(false);
        if (group is not null)
        {
            await AddVolumesAsync(entry, group.Name, cancellationToken).ConfigureAwait(false);
        }

        return label is null ? null : new Parcel
        {
            Label = WithFeatures(label, entry),
            Conditions = new Conditions { Requires = group is null ? [] : [group.Name] },
        };
    }

    // Wagi ran whatever a map named as a module, so its media type is not a matter of the name.
    private static Label WithFeatures(Label label, ModuleMapEntry entry)
    {
        var module = WagiFeatures.With(
            label with { MediaType = "application/wasm", Annotations = TextMap.Empty, Origin = null },
            ("file", "false"),
            ("route", entry.Route),
            ("entrypoint", entry.Entrypoint),
            ("argv", entry.Argv),
            ("allowed_hosts", entry.AllowedHosts is { IsEmpty: false } hosts ? string.Join(',', hosts) : null),
            ("volumes", entry.Volumes.IsEmpty ? null : WagiLabels.OwnVolumes));
        return entry.Environment.IsEmpty
            ? module
            : module with { Features = module.Features.Add(WagiLabels.EnvironmentSection, entry.Environment) };
    }

    private async Task<Label?> ModuleAsync(ModuleMapEntry entry, CancellationToken cancellationToken)
    {
        var colon = entry.Module.IndexOf(':', StringComparison.Ordinal);
        if (colon < 2)
        {
            return await _contents.NamedAsync(entry.Module, entry.Position, SubjectOf(entry), cancellationToken)
                .ConfigureAwait(false);
        }

        switch (entry.Module[..colon])
        {
            case "bindle":
                return await FromBindleAsync(entry, entry.Module[(colon + 1)..], cancellationToken)
                    .ConfigureAwait(false);
            case "file":
                _contents.AddOutside(entry.Module, entry.Position, SubjectOf(entry));
                return null;
            default:
                AddElsewhere(
                    entry, "such a place is not read; fetch the module into the folder, and name it by its path");
                return null;
        }
    }

    // Wagi took the first module of the global group (spec/bindle.md 8.3).
    private async Task<Label?> FromBindleAsync(ModuleMapEntry entry, string id, CancellationToken cancellationToken)
    {
        if (!BindleId.TryParse(id, out var bindle))
        {
            AddElsewhere(entry, "the text after 'bindle:' is no bindle id, NAME/VERSION");
            return null;
        }

        var package = await _imports.GetAsync(bindle, entry.Position, SubjectOf(entry), cancellationToken)
            .ConfigureAwait(false);
        if (package?.Invoice is not { } invoice)
        {
            return null;
        }

        if (invoice.Parcels.FirstOrDefault(parcel => parcel.IsGlobal && WagiLabels.IsModule(parcel)) is not { } module)
        {
            AddElsewhere(entry, "that bindle has no module outside of its groups");
            return null;
        }

        _imports.Take(module.Label, package);
        return module.Label with { Features = module.Label.Features.Clear() };
    }

    private void AddElsewhere(ModuleMapEntry entry, string reason) => _faults.Add(
        TreeFindings.ModuleElsewhere,
        entry.Position,
        SubjectOf(entry),
        $"{SubjectOf(entry)}: the module {MessageText.Quote(entry.Module)} cannot be had: {reason}.");

    private async Task AddVolumesAsync(ModuleMapEntry entry, string group, CancellationToken cancellationToken)
    {
        var volumes = VolumesOf(entry).ToList();
        var prefixes = volumes.Select(volume => volume.Prefix).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, prefix) in volumes)
        {
            foreach (var file in FilePattern.Everything.Find(_contents.Tree, path))
            {
                var name = TreeFolder.Join(prefix, path.Length == 0 ? file.Path : file.Path[(path.Length + 1)..]);
                if (IsCovered(prefixes, prefix, name))
                {
                    continue;
                }

                var label = await _contents.FoundAsync(
                    file, name, entry.Position, SubjectOf(entry), cancellationToken).ConfigureAwait(false);
                if (label is not null)
                {
                    _files.Add(WagiFeatures.AsFile(label), group);
                }
            }
        }
    }

    // Wagi opened no volume without a folder, and so none that hides what another volume has in its place.
    private IEnumerable<(string Path, string Prefix)> VolumesOf(ModuleMapEntry entry)
    {
        foreach (var (seen, folder) in entry.Volumes)
        {
            if (FolderOf(entry, folder) is { } path && SeenAt(entry, seen) is { } prefix)
            {
                yield return (path, prefix);
            }
        }
    }

    private string? FolderOf(ModuleMapEntry entry, string written)
    {
        if (TreeFolder.Inside(written) is not { } path)
        {
            _contents.AddOutside(written, entry.Position, SubjectOf(entry));
            return null;
        }

        var kind = _contents.Tree.Look(path);
        if (kind == DiskEntryKind.Folder)
        {
            return path;
        }

        var (finding, what) = kind switch
        {
            DiskEntryKind.Link => (TreeFindings.Link, TreeContents.IsLink),
            DiskEntryKind.Absent => (TreeFindings.VolumeMissing, $"is not there; {WithoutIt}"),
            _ => (TreeFindings.VolumeMissing, $"is a file, and no folder; {WithoutIt}"),
        };
        _faults.Add(
            finding,
            entry.Position,
            SubjectOf(entry),
            $"{SubjectOf(entry)}: the volume's folder {MessageText.Quote(written)} {what}");
        return null;
    }

    private string? SeenAt(ModuleMapEntry entry, string written)
    {
        if (TreeFolder.Inside(written.TrimStart('/')) is { } path)
        {
            return path;
        }

        _faults.Add(
            TreeFindings.OutsideTree,
            entry.Position,
            SubjectOf(entry),
            $"{SubjectOf(entry)}: the place {MessageText.Quote(written)} where the module is to see a volume has '..', "
            + "a drive such as 'c:' or a NUL in it. Write the path that it leads to, from '/'.");
        return null;
    }

    // A module sees a file by the longest volume above it.
    private static bool IsCovered(HashSet<string> prefixes, string prefix, string name)
    {
        var longer = prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var end = name.Length; (end = name.AsSpan(0, end).LastIndexOf('/')) > prefix.Length;)
        {
            if (longer.Contains(name.AsSpan(0, end)))
            {
                return true;
            }
        }

        return false;
    }

    private static string SubjectOf(ModuleMapEntry entry) => $"module {MessageText.Quote(entry.Route)}";
}
