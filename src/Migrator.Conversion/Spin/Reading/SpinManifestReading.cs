using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>The outcome of reading a Spin manifest.</summary>
/// <param name="Manifest">The manifest; null when a finding is an error.</param>
/// <param name="Findings">Everything found.</param>
internal sealed record SpinManifestReading(SpinManifest? Manifest, ImmutableArray<Finding> Findings);
