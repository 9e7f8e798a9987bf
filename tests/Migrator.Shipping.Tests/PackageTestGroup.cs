namespace Migrator.Shipping.Tests;

/// <summary>The tests that share one packing.</summary>
[CollectionDefinition(Name)]
public sealed class PackageTestGroup : ICollectionFixture<PackedLibraries>
{
    public const string Name = "packages";
}
