using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>The audit is worth something only as long as it shares no code with what it judges.</summary>
public sealed class AuditIndependenceTests
{
    [Theory]
    [InlineData("Migrator.Conversion")]
    [InlineData("StableJsonWriter")]
    [InlineData("Migrator.Oci.Json")]
    [InlineData("ICSharpCode")]
    [InlineData("Manifest.Parse(")]
    public void Sources_OfTheAudit_DoNotUseTheConversion(string banned)
    {
        var sources = Directory.GetFiles(
            RepositoryRoot.Combine("src", "Migrator.Engine", "Audit"), "*.cs", SearchOption.AllDirectories);

        Assert.True(sources.Length > 20);
        Assert.DoesNotContain(
            sources,
            source => File.ReadAllText(source).Replace("AuditedManifest.Parse(", "", StringComparison.Ordinal)
                .Contains(banned, StringComparison.Ordinal));
    }
}
