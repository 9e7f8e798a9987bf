using System.Collections.Immutable;
using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Judging;

/// <summary>A Spin artifact taken apart.</summary>
/// <param name="Form">What it is.</param>
/// <param name="App">The locked app.</param>
/// <param name="Layers">The layers without the one of the locked app, in order.</param>
internal sealed record SpinArtifact(ArtifactForm Form, AuditedApp App, ImmutableArray<Descriptor> Layers);
