using System.Collections.Immutable;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>What one pass over an archive brought.</summary>
/// <param name="Loaded">The invoice, and every finding.</param>
/// <param name="Contents">What the list of entries tells beside; known only after a whole pass.</param>
/// <param name="Parcels">Where each parcel lies in the spool, by its digest in lower case.</param>
internal sealed record ScannedArchive(
    LoadedInvoice Loaded, ImmutableArray<Finding> Contents, IReadOnlyDictionary<string, SpoolSlice> Parcels);
