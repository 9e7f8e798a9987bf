using System.Collections.Immutable;
using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Judging;

/// <summary>
/// Judges the layers against the locked app that they serve: every module, every file that is not inlined, nothing
/// else (spec/spin-oci.md 4.2, 4.6 and 4.7).
/// </summary>
internal sealed class LayerJudge(SpinArtifact artifact, FindingList findings)
{
    private readonly HashSet<Digest> _modules = [.. artifact.App.Components.Select(component =>
        component.Source.Digest)];
    private readonly HashSet<(Digest Digest, string MediaType)> _layers =
        [.. artifact.Layers.Select(layer => (layer.Digest, layer.MediaType))];

    private readonly ImmutableArray<AuditedContent> _files =
        [.. artifact.App.Components.SelectMany(component => component.Files).Select(file => file.Content)];

    /// <summary>Whether the files lie in archive layers.</summary>
    public bool HasArchives { get; } = artifact.Layers.Any(layer => layer.MediaType == SpinMediaTypes.Archive);

    /// <summary>Judges every layer.</summary>
    /// <returns>Whether inlined files have layers of their own.</returns>
    public bool Judge()
    {
        foreach (var module in _modules)
        {
            Demand(module, SpinMediaTypes.Wasm, "module");
        }

        var needed = _files.Where(file => file.Inline is null && !HasArchives).Select(file => file.Digest).ToHashSet();
        foreach (var file in needed)
        {
            Demand(file, SpinMediaTypes.Data, "file");
        }

        var inlinedToo = JudgeInlined(needed);
        JudgeSurplus();
        JudgeOrder(inlinedToo);
        return inlinedToo;
    }

    private bool Has(Digest digest, string mediaType) => _layers.Contains((digest, mediaType));

    private void Demand(Digest digest, string mediaType, string what)
    {
        if (!Has(digest, mediaType))
        {
            var other = artifact.Layers.FirstOrDefault(layer => layer.Digest == digest);
            findings.Add(
                AuditFindings.LayerMissing,
                $"layer {digest}",
                $"The {what} {digest} has no layer of media type '{mediaType}'" +
                (other is null ? "; Spin could not start the application." : $", only one of '{other.MediaType}'."));
        }
    }

    // Small files have a layer all or none; an empty file may lack it, since no Spin could push one (spec/spin-oci.md
    // 4.4).
    private bool JudgeInlined(HashSet<Digest> needed)
    {
        var inlined = _files.Where(file => file.Inline is { Length: > 0 } && !needed.Contains(file.Digest))
            .Select(file => file.Digest).Distinct().ToList();
        var without = inlined.Where(digest => !Has(digest, SpinMediaTypes.Data)).ToList();
        if (without.Count == inlined.Count)
        {
            return false;
        }

        foreach (var digest in without)
        {
            findings.Add(
                AuditFindings.LayerMissing,
                $"layer {digest}",
                $"The inlined file {digest} has no layer, while others have; Spin 1.0 to 1.4 would miss it.");
        }

        return true;
    }

    private void JudgeSurplus()
    {
        var files = _files.Select(file => file.Digest).ToHashSet();
        foreach (var layer in artifact.Layers)
        {
            var isUsed = layer.MediaType switch
            {
                SpinMediaTypes.Wasm => _modules.Contains(layer.Digest),
                SpinMediaTypes.Data => files.Contains(layer.Digest) && !HasArchives,
                SpinMediaTypes.Archive => artifact.Form is ArtifactForm.Spin2 or ArtifactForm.ForeignSpin,
                _ => false,
            };
            if (!isUsed)
            {
                findings.Add(
                    AuditFindings.LayerSurplus,
                    $"layer {layer.Digest}",
                    $"The layer {layer.Digest} of media type '{layer.MediaType}' serves nothing in the application.");
            }
        }
    }

    private void JudgeOrder(bool inlinedToo)
    {
        if (HasArchives || findings.HasErrors)
        {
            return;
        }

        var empty = Digest.Of([]);
        var found = artifact.Layers.Select(layer => (layer.Digest, layer.MediaType)).ToList();
        var order = OrderOf(inlinedToo).ToList();
        var withoutEmpty = order.Where(layer => layer.Digest != empty).ToList();
        if (!found.SequenceEqual(order) && !found.SequenceEqual(order.Distinct())
            && !found.SequenceEqual(withoutEmpty) && !found.SequenceEqual(withoutEmpty.Distinct()))
        {
            findings.Add(
                AuditFindings.LayerOrder,
                "layers",
                "The layers are complete, but not in the order of components and files. Every Spin runs that.");
        }
    }

    private IEnumerable<(Digest Digest, string MediaType)> OrderOf(bool inlinedToo)
    {
        foreach (var component in artifact.App.Components)
        {
            yield return (component.Source.Digest, SpinMediaTypes.Wasm);
            foreach (var file in component.Files.Where(file => inlinedToo || file.Content.Inline is null))
            {
                yield return (file.Content.Digest, SpinMediaTypes.Data);
            }
        }
    }
}
