using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin;

/// <summary>A file that a component sees.</summary>
/// <param name="Path">
/// Its path below the root of the mount, normal by <see cref="FileNameRules.Normalise"/>.
/// </param>
/// <param name="Content">What is in it.</param>
internal sealed record AppFile(string Path, AppContent Content);
