using System.Runtime.CompilerServices;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets;

namespace Migrator.Conversion.Faithful;

/// <summary>
/// Bindles out of OCI: the exact inverse of the <c>bindle</c> profile. It finds a bindle that stands alone, and one
/// that goes along with a Spin artifact as its referrer.
/// </summary>
/// <remarks>The target stays the caller's and is not disposed with the source.</remarks>
public sealed class OciBindleSource : IBindleSource
{
    private const string HowToName = "Name the one that is meant by its digest, with @DIGEST in place of the tag.";
    private readonly IReadOnlyTarget _target;
    private readonly StoredBindleReader _reader;

    /// <summary>Makes a source of a target.</summary>
    /// <param name="target">Where to read; not disposed with the source.</param>
    /// <param name="lenient">
    /// Whether invoices may have the doubtful spellings that Bindle took (spec/bindle.md 2.6).
    /// </param>
    public OciBindleSource(IReadOnlyTarget target, bool lenient = false)
    {
        ArgumentNullException.ThrowIfNull(target);
        _target = target;
        _reader = new StoredBindleReader(target, lenient);
    }

    /// <inheritdoc/>
    public string Description => _target.Description;

    /// <summary>Lists every bindle that a tag leads to, itself or as a referrer; each once.</summary>
    /// <inheritdoc/>
    public async IAsyncEnumerable<BindleEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<Digest>();
        foreach (var tag in await ListTagsAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var stored in await FindAsync(tag, cancellationToken).ConfigureAwait(false))
            {
                if (seen.Add(stored.Descriptor.Digest))
                {
                    yield return EntryOf(stored);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
    {
        var found = new List<StoredBindle>();
        foreach (var tag in await ListTagsAsync(cancellationToken).ConfigureAwait(false))
        {
            var stored = await FindAsync(tag, cancellationToken).ConfigureAwait(false);
            found.AddRange(stored.Where(bindle => id is null || bindle.Package.Invoice?.Id == id));
        }

        var what = id is null ? "a bindle" : $"bindle {id}";
        return TheOnlyOne(OfTheirArtifacts(found, what), what).Package;
    }

    /// <summary>
    /// Opens the bindle that a reference leads to: the manifest itself, or the referrer of a Spin artifact that the
    /// artifact can have been made of.
    /// </summary>
    /// <param name="reference">A tag, or a digest as text.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The bindle, with findings when its invoice or its layers are faulty.</returns>
    /// <exception cref="BindleSourceException">
    /// There is no such manifest, no bindle with it or several, or the target cannot be read.
    /// </exception>
    public async Task<BindlePackage> OpenByReferenceAsync(string reference, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(reference);
        var found = await FindAsync(reference, cancellationToken).ConfigureAwait(false);

        var what = $"a bindle at {reference}";
        var own = OfTheirArtifacts(found, what);

        // Bindles that differ in build metadata alone can share one Spin artifact; the tag tells them apart.
        var named = own.Where(bindle => IsTagOf(reference, bindle)).ToList();
        if (named.Count > 0)
        {
            return TheOnlyOne(named, what).Package;
        }

        await RequireNoSiblingAsync(reference, own, what, cancellationToken).ConfigureAwait(false);
        return TheOnlyOne(own, what).Package;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A tag without build metadata is no bindle's own: every artifact of that version may have it.
    private static bool IsTagOf(string tag, StoredBindle bindle) =>
        TargetNaming.TryVersionOf(tag, out var version)
        && version.Build.Length > 0
        && bindle.Package.Invoice?.Id.Version == version;

    // The tag has build metadata, and so has the bindle, and they differ: it is that of another bindle of one app.
    private static bool IsTagOfSibling(string tag, StoredBindle bindle) =>
        TargetNaming.TryVersionOf(tag, out var version)
        && version.Build.Length > 0
        && bindle.Package.Invoice?.Id.Version is { Build.Length: > 0 } own
        && own != version
        && own.WithoutBuild == version.WithoutBuild;

    // A tag may be any name; but where a bindle has its own tag as well, another's is not a second name of it.
    private async Task RequireNoSiblingAsync(
        string reference, List<StoredBindle> own, string what, CancellationToken cancellationToken)
    {
        if (own.Find(bindle => IsTagOfSibling(reference, bindle)) is { Package.Invoice.Id.Version: var version } other
            && version.Text.Length <= TargetReference.MaxTagLength
            && TargetNaming.TagFor(version) is var tag
            && await LeadToOneAsync(reference, tag, cancellationToken).ConfigureAwait(false))
        {
            throw new BindleSourceException(
                Description,
                $"{Description} does not hold {what}, but one of the same app with other build metadata, whose own tag "
                + $"is {tag}: {Name(other)}. If that is the one that is meant, name {tag}. Else it was left out, or "
                + "another writer lost it: migrate it again with --force while it is there.");
        }
    }

    private async Task<bool> LeadToOneAsync(string reference, string tag, CancellationToken cancellationToken)
    {
        try
        {
            var meant = await _target.ResolveOrNullAsync(reference, cancellationToken).ConfigureAwait(false);
            var found = await _target.ResolveOrNullAsync(tag, cancellationToken).ConfigureAwait(false);
            return found is not null && found.Digest == meant?.Digest;
        }
        catch (TargetException failure)
        {
            throw new BindleSourceException(Description, failure.Message, failure);
        }
    }

    private static BindleEntry EntryOf(StoredBindle stored)
    {
        var invoice = stored.Package.Invoice;
        return new BindleEntry(invoice?.Id, stored.Place, invoice?.Yanked ?? false, stored.Package.Findings);
    }

    private List<StoredBindle> OfTheirArtifacts(IReadOnlyList<StoredBindle> found, string what)
    {
        var own = found.Where(bindle => bindle.IsOfItsArtifact).ToList();
        return own.Count > 0 || found.Count == 0
            ? own
            : throw new BindleSourceException(
                Description,
                $"{Description} holds what could be {what}, but no artifact there was made of it: {Names(found)}. "
                + HowToName);
    }

    private StoredBindle TheOnlyOne(IReadOnlyList<StoredBindle> found, string what)
    {
        // The same invoice can be there twice, alone and as a referrer: that is one bindle.
        var different = found.DistinctBy(bindle => bindle.Invoice).ToList();
        return different.Count switch
        {
            1 => different[0],
            0 => throw new BindleSourceException(
                Description,
                $"{Description} does not hold {what}. An artifact is without its bindle when it was migrated with " +
                "--no-referrer, or when another tool copied it or cleaned up. Migrate the bindle again with --force " +
                "while it is there, or list the tags to see what else is here."),
            _ => throw new BindleSourceException(
                Description,
                $"{Description} holds {different.Count} that could be {what}: " +
                $"{Names(different)}. {HowToName}"),
        };
    }

    private static string Names(IEnumerable<StoredBindle> stored) => string.Join(", ", stored.Select(Name));

    private static string Name(StoredBindle stored) =>
        $"{stored.Package.Invoice?.Id.ToString() ?? "one with a faulty invoice"} ({stored.Descriptor.Digest})";

    private async Task<List<string>> ListTagsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _target.ListTagsAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TargetException failure)
        {
            throw new BindleSourceException(Description, failure.Message, failure);
        }
    }

    private async Task<IReadOnlyList<StoredBindle>> FindAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.FindAsync(reference, cancellationToken).ConfigureAwait(false);
        }
        catch (TargetException failure)
        {
            throw new BindleSourceException(reference, failure.Message, failure);
        }
    }
}
