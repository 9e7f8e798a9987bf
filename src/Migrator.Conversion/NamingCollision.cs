using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Conversion;

/// <summary>Several bindle names that give one repository.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Names">The names, in UTF-8 byte order, at least two.</param>
/// <param name="Versions">Versions that more than one of them has: their tags would overwrite one another.</param>
public sealed record NamingCollision(
    string Repository,
    ImmutableArray<string> Names,
    ImmutableArray<BindleVersion> Versions);
