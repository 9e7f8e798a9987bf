using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Takes a bindle through verification.</summary>
internal static class Verified
{
    private static readonly VerificationPolicy Policy = new() { IncludeYanked = true };

    /// <summary>A bindle that must pass.</summary>
    public static async Task<VerifiedBindle> FromAsync(BindlePackage package)
    {
        var outcome = await BindleVerifier.VerifyAsync(package, Policy, CancellationToken.None);
        Assert.True(outcome.Bindle is not null, string.Join('\n', outcome.Findings));
        return outcome.Bindle;
    }

    /// <summary>A standalone folder that must pass.</summary>
    public static async Task<VerifiedBindle> FromFolderAsync(string folder)
    {
        await using var source = await BindleSources.OpenAsync(
            folder,
            new BindleSourceOptions(),
            CancellationToken.None);
        return await FromAsync(await source.OpenAsync(null, CancellationToken.None));
    }

    /// <summary>A standalone folder; null when it does not pass.</summary>
    public static async Task<VerifiedBindle?> FromFolderOrNullAsync(string folder)
    {
        await using var source = await BindleSources.OpenAsync(
            folder,
            new BindleSourceOptions(),
            CancellationToken.None);
        var package = await source.OpenAsync(null, CancellationToken.None);
        return (await BindleVerifier.VerifyAsync(package, Policy, CancellationToken.None)).Bindle;
    }
}
