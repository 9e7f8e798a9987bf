using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Judging;

/// <summary>
/// Recognises which of Spin's forms an artifact has, and takes it apart (spec/spin-oci.md 4.1 and 4.8).
/// </summary>
internal sealed class SpinArtifactReader(BlobReader blobs, FindingList findings, int maxDocumentBytes)
{
    private const string LockVersion = "spin_lock_version";
    private const string Label = "com.fermyon.spin.lockedAppDigest";

    /// <summary>Reads the config blob and the application layer.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The artifact; null, with a finding, when it is none of Spin's or cannot be read.</returns>
    public async Task<SpinArtifact?> ReadAsync(AuditedManifest manifest, CancellationToken cancellationToken)
    {
        var hasAppLayer = !manifest.Layers.IsEmpty && manifest.Layers[^1].MediaType == SpinMediaTypes.App;
        if (manifest.Config.MediaType == SpinMediaTypes.App && !hasAppLayer)
        {
            return await ReadFirstGenerationAsync(manifest, cancellationToken).ConfigureAwait(false);
        }

        if (manifest.Config.MediaType == MediaTypes.ImageConfig && hasAppLayer)
        {
            return await ReadSecondGenerationAsync(manifest, cancellationToken).ConfigureAwait(false);
        }

        findings.Add(
            AuditFindings.NotFromABindle,
            "artifact",
            $"The manifest has a config of media type '{manifest.Config.MediaType}' and " +
            $"{(hasAppLayer ? "an" : "no")} application layer; " +
            "no profile and no Spin writes that. Check the reference.");
        return null;
    }

    private async Task<SpinArtifact?> ReadFirstGenerationAsync(
        AuditedManifest manifest, CancellationToken cancellationToken)
    {
        var config = await blobs.ReadAsync(manifest.Config, maxDocumentBytes, cancellationToken).ConfigureAwait(false);
        return config is null || Parse(manifest.Config, config) is not { } app
            ? null
            : new SpinArtifact(ArtifactForm.Spin1, app, manifest.Layers);
    }

    private async Task<SpinArtifact?> ReadSecondGenerationAsync(
        AuditedManifest manifest, CancellationToken cancellationToken)
    {
        var appLayer = manifest.Layers[^1];
        var config = await blobs.ReadAsync(manifest.Config, maxDocumentBytes, cancellationToken).ConfigureAwait(false);
        var locked = await blobs.ReadAsync(appLayer, maxDocumentBytes, cancellationToken).ConfigureAwait(false);
        if (config is null || locked is null || Parse(appLayer, locked) is not { } app)
        {
            return null;
        }

        var form = JudgeConfig(manifest, config, locked);
        return new SpinArtifact(form, app, manifest.Layers[..^1]);
    }

    private AuditedApp? Parse(Descriptor descriptor, byte[] locked)
    {
        try
        {
            return AuditedApp.Read(JsonReading.Parse(locked));
        }
        catch (ArtifactFormatException fault)
        {
            findings.Add(
                AuditFindings.AppUnreadable,
                $"blob {descriptor.Digest}",
                $"The application in {descriptor.Digest} cannot be read: {fault.Message} Migrate the bindle again.");
            return null;
        }
    }

    private ArtifactForm JudgeConfig(AuditedManifest manifest, byte[] config, byte[] locked)
    {
        var form = manifest.HasAnnotations ? ArtifactForm.ForeignSpin : ArtifactForm.Spin2;
        try
        {
            var document = JsonReading.Parse(config);
            if (document.TryGetProperty(LockVersion, out _))
            {
                JudgeUniversalConfig(config, locked);
                return ArtifactForm.Universal;
            }

            var expected = ImageConfigFor(manifest.Layers[^1].Digest);
            foreach (var difference in JsonComparison.Compare(expected, document, showTexts: true))
            {
                findings.Add(AuditFindings.ImageConfig, "image config", $"The image config differs at {difference}.");
            }
        }
        catch (ArtifactFormatException fault)
        {
            findings.Add(
                AuditFindings.ImageConfig, "image config", $"The image config cannot be read: {fault.Message}");
        }

        return form;
    }

    // The one rule of bytes: the application less its last brace, then the image keys (spec/spin-oci.md 4.8, point 2).
    private void JudgeUniversalConfig(byte[] config, byte[] locked)
    {
        var keys = Encoding.UTF8.GetBytes(
            ",\"architecture\":\"wasm\",\"os\":\"wasip1\"," +
            "\"config\":{\"Labels\":{\"" + Label + "\":\"" + Digest.Of(locked) + "\"}}," +
            "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]},\"history\":[]}");
        byte[] expected = [.. locked.AsSpan(0, locked.Length - 1), .. keys];
        var at = config.AsSpan().CommonPrefixLength(expected);
        if (at < expected.Length || config.Length != expected.Length)
        {
            findings.Add(
                AuditFindings.UniversalConfig,
                "config",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The config blob must be the application layer with the image keys added, {expected.Length} " +
                    $"bytes; it has {config.Length} and differs from byte {at} on. Spin 1 would run another " +
                    $"application than Spin 2 and 3."));
        }
    }

    private static JsonObject ImageConfigFor(Digest app) => new()
    {
        ["architecture"] = "wasm",
        ["os"] = "wasip1",
        ["config"] = new JsonObject { ["Labels"] = new JsonObject { [Label] = app.ToString() } },
        ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray() },
    };
}
