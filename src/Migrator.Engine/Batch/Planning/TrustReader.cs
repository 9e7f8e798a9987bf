using Migrator.Bindle.Signing;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch.Planning;

/// <summary>Makes the policy by which the bindles of a batch are judged.</summary>
internal static class TrustReader
{
    private const int MaxKeyringBytes = 1 << 20;

    /// <summary>The policy; reads the keyring when signatures are judged.</summary>
    /// <exception cref="BindleSourceException">The keyring cannot be read or used.</exception>
    public static async Task<VerificationPolicy> ReadAsync(
        BatchFile file, BatchPlaces places, CancellationToken cancellationToken)
    {
        var policy = new VerificationPolicy
        {
            IncludeYanked = file.Selection.Yanked,
            Lenient = places.Sources.Lenient || file.Selection.Lenient,
            MaxParcelSize = file.Selection.MaxParcelSize,
        };
        if (file.Trust is not { } trust)
        {
            return policy;
        }

        var path = places.PathOf(trust.Keyring);
        var reading = KeyringToml.Read(await ReadFileAsync(path, cancellationToken).ConfigureAwait(false), path);
        return reading.Keyring is { } keyring
            ? policy with
            {
                Signatures = new SignatureCheck(keyring, trust.Policy) { KeyringFindings = reading.Findings },
            }
            : throw new BindleSourceException(
                path,
                $"The keyring {path} cannot be used: {reading.Findings.First(finding => finding.IsError).Message}");
    }

    private static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path).Length <= MaxKeyringBytes
                ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)
                : throw new BindleSourceException(
                    path, $"The keyring {path} is larger than 1 MiB; that is no keyring.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BindleSourceException(path, $"The keyring {path} cannot be read: {failure.Message}", failure);
        }
    }
}
