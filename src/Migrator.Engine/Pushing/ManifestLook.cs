using Migrator.Conversion;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pushing;

/// <summary>Whether the manifests of an artifact, which its tag stands on, can be read back whole.</summary>
internal static class ManifestLook
{
    /// <summary>Reads the manifest, and the referrer's when one goes along, and compares size and digest.</summary>
    /// <returns>False when one of them is missing, cut or changed: pushing again mends it.</returns>
    public static async Task<bool> AreWholeAsync(
        IReadOnlyTarget target, Artifact artifact, CancellationToken cancellationToken) =>
        await IsWholeAsync(target, artifact.Descriptor, cancellationToken).ConfigureAwait(false)
        && (artifact.Referrer is not { } referrer
            || await IsWholeAsync(target, referrer.Descriptor, cancellationToken).ConfigureAwait(false));

    private static async Task<bool> IsWholeAsync(
        IReadOnlyTarget target, Descriptor manifest, CancellationToken cancellationToken)
    {
        if (!await target.ExistsAsync(manifest, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        try
        {
            var stream = await target.OpenAsync(manifest, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                // The stream itself compares size and digest at its end.
                await stream.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
                return true;
            }
        }
        catch (BlobMismatchException)
        {
            return false;
        }
    }
}
