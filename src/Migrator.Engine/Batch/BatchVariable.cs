using System.Collections.Immutable;

namespace Migrator.Engine.Batch;

/// <summary>A variable of deployed apps. Its value comes from elsewhere, for it may be secret.</summary>
/// <param name="Name">The variable, as the app calls it.</param>
/// <param name="Source">Where its value is.</param>
/// <param name="Location">The name of the variable of the environment, or the path of the file; as written.</param>
/// <param name="Bindles">Patterns of names whose apps get it, with <c>*</c> and <c>?</c>; empty for all.</param>
public sealed record BatchVariable(
    string Name, BatchVariableSource Source, string Location, ImmutableArray<string> Bindles);
