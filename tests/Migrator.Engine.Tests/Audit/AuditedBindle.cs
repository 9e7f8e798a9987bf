using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>A bindle on disk, verified, and audits of artifacts against it.</summary>
internal static class AuditedBindle
{
    public static string Petstore { get; } = RepositoryRoot.Combine("testdata", "petstore");

    public static async Task<VerifiedBindle> OpenAsync(string folder)
    {
        var options = new BindleSourceOptions();
        await using var source = await BindleSources.OpenAsync(folder, options, CancellationToken.None);
        var package = await source.OpenAsync(null, CancellationToken.None);
        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        return outcome.Bindle ?? throw new InvalidOperationException(string.Join('\n', outcome.Findings));
    }

    public static async Task<AuditReport> AuditAsync(string folder, LooseTarget target, AuditOptions? options = null) =>
        await ArtifactAudit.RunAsync(
            await OpenAsync(folder), target, "tag", options ?? new AuditOptions(), CancellationToken.None);

    /// <summary>Fails with every line there is; equality would show the first 30 characters.</summary>
    public static void AssertNone<T>(IEnumerable<T> faults)
    {
        var text = string.Join('\n', faults);
        Assert.True(text.Length == 0, text);
    }
}
