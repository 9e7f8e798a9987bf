using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Spin;

/// <summary>
/// A whole Spin application: the manifest resolved against the invoice. Every profile for Spin starts from it.
/// </summary>
internal sealed record SpinApplication
{
    /// <summary>The bindle's name and version.</summary>
    public required BindleId Id { get; init; }

    /// <summary>What the application is; null when the invoice does not say, which is not the same as empty.</summary>
    public string? Description { get; init; }

    /// <summary>The authors, from the invoice.</summary>
    public ImmutableArray<string> Authors { get; init; } = [];

    /// <summary>What starts the application.</summary>
    public required ApplicationTrigger Trigger { get; init; }

    /// <summary>The variables, keys in UTF-8 byte order.</summary>
    public ImmutableSortedDictionary<string, SpinVariable> Variables { get; init; } = SpinManifest.NoVariables;

    /// <summary>The components, in the manifest's order.</summary>
    public ImmutableArray<AppComponent> Components { get; init; } = [];

    /// <summary>Whether it was a Wagi application, so that no early Spin ever ran it.</summary>
    public bool IsWagi { get; init; }

    /// <summary>The version that the application says it has.</summary>
    /// <param name="policy">The author's, or the bindle's.</param>
    public string VersionText(AppVersionPolicy policy) =>
        policy == AppVersionPolicy.Full ? Id.Version.Text : Id.Version.WithoutBuild;
}
