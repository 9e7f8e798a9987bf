using System.Collections.Immutable;

namespace Migrator.Conversion.Spin;

/// <summary>A component with its parcels found: module and files are there.</summary>
/// <param name="Declared">What the manifest says of it.</param>
/// <param name="Source">Its module.</param>
/// <param name="Files">Its files, each path once, in UTF-8 order of their paths.</param>
internal sealed record AppComponent(SpinComponent Declared, AppContent Source, ImmutableArray<AppFile> Files)
{
    /// <summary>The id as written.</summary>
    public string Id => Declared.Id;

    /// <summary>What starts it; of the same kind as the application's trigger.</summary>
    public ComponentTrigger Trigger => Declared.Trigger;
}
