using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Spin;

/// <summary>
/// A bindle's Spin manifest as read: right by itself, not yet compared with the invoice (spec/spin-oci.md 1.1).
/// </summary>
internal sealed record SpinManifest
{
    /// <summary>The map without variables, to build others from; keys in UTF-8 byte order.</summary>
    public static ImmutableSortedDictionary<string, SpinVariable> NoVariables { get; } =
        ImmutableSortedDictionary.Create<string, SpinVariable>(TextMap.ByUtf8);

    /// <summary>What starts the application.</summary>
    public required ApplicationTrigger Trigger { get; init; }

    /// <summary>The variables; from <c>variables</c>, or from <c>config</c> in bindles of Spin 0.2 to 0.4.</summary>
    public ImmutableSortedDictionary<string, SpinVariable> Variables { get; init; } = NoVariables;

    /// <summary>The components, in order; ids may repeat.</summary>
    public ImmutableArray<SpinComponent> Components { get; init; } = [];
}
