using Migrator.Bindle.Sources;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Batch.Planning;

/// <summary>A bindle as one of the sources lists it.</summary>
/// <param name="Source">Which source, from 0.</param>
/// <param name="Place">Its place, for a glob the path as <see cref="PlannedApp.Place"/> has it.</param>
/// <param name="Entry">What the source says.</param>
internal sealed record ListedBindle(int Source, string Place, BindleEntry Entry)
{
    /// <summary>What the source was asked for; empty for all that it has.</summary>
    public string Query { get; init; } = "";
}
