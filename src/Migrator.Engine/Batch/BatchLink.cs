using System.Collections.Immutable;
using Migrator.Cloud.Deployment;

namespace Migrator.Engine.Batch;

/// <summary>Where a label of deployed apps leads.</summary>
/// <param name="Link">The label, and the store or database.</param>
/// <param name="Bindles">Patterns of names whose apps get it, with <c>*</c> and <c>?</c>; empty for all.</param>
public sealed record BatchLink(ResourceLink Link, ImmutableArray<string> Bindles);
