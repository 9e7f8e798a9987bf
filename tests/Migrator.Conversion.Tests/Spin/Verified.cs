using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Takes a bindle through verification; a test's bindle must pass.</summary>
internal static class Verified
{
    private static readonly VerificationPolicy Policy = new() { IncludeYanked = true };

    public static async Task<VerifiedBindle> FromAsync(BindlePackage package)
    {
        var outcome = await BindleVerifier.VerifyAsync(package, Policy, CancellationToken.None);
        Assert.True(outcome.Bindle is not null, string.Join('\n', outcome.Findings));
        return outcome.Bindle;
    }

    public static async Task<VerifiedBindle> FromFolderAsync(string folder)
    {
        await using var source = await BindleSources.OpenAsync(folder, new BindleSourceOptions(), CancellationToken.None);
        return await FromAsync(await source.OpenAsync(null, CancellationToken.None));
    }
}
