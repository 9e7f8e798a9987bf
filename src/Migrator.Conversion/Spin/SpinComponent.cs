using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Spin;

/// <summary>One <c>[[component]]</c> of a bindle's Spin manifest (spec/spin-oci.md 1.1).</summary>
internal sealed record SpinComponent
{
    /// <summary>The id as written.</summary>
    public required string Id { get; init; }

    /// <summary>The digest of the module as written: bare hex.</summary>
    public required string Source { get; init; }

    /// <summary>The group whose parcels are mounted at <c>/</c>; null when nothing is.</summary>
    public string? FileGroup { get; init; }

    /// <summary>What the component is; null when absent, which is not the same as empty.</summary>
    public string? Description { get; init; }

    /// <summary>The hosts it may call, in order, repeats kept.</summary>
    public ImmutableArray<string> AllowedHttpHosts { get; init; } = [];

    /// <summary>The key-value stores it may open.</summary>
    public ImmutableArray<string> KeyValueStores { get; init; } = [];

    /// <summary>The SQLite databases it may open.</summary>
    public ImmutableArray<string> SqliteDatabases { get; init; } = [];

    /// <summary>The models it may use.</summary>
    public ImmutableArray<string> AiModels { get; init; } = [];

    /// <summary>Its environment; values may be secret.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = TextMap.Empty;

    /// <summary>Its configuration: templates over the application's variables.</summary>
    public ImmutableSortedDictionary<string, string> Config { get; init; } = TextMap.Empty;

    /// <summary>What starts it.</summary>
    public required ComponentTrigger Trigger { get; init; }

    /// <summary>Where it stands, for messages: the manifest parcel's name, line and column.</summary>
    public string? Place { get; init; }
}
