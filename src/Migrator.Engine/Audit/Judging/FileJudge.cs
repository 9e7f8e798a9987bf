using System.Collections.Immutable;
using Migrator.Engine.Audit.Expectation;
using Migrator.Engine.Audit.Reading;

namespace Migrator.Engine.Audit.Judging;

/// <summary>Judges the files of one component, by path; Spin leaves their order to the file system.</summary>
internal sealed class FileJudge(ExpectedComponent component, InlineJudge inline, FindingList findings)
{
    /// <summary>Judges every file.</summary>
    /// <param name="actual">The component.</param>
    public void Judge(AuditedComponent actual)
    {
        // Files are written in the order of the list, so that the last one of a path stays (spec/spin-oci.md 4.7).
        var files = new Dictionary<string, AuditedContent>(StringComparer.Ordinal);
        foreach (var file in actual.Files)
        {
            files[file.Path] = file.Content;
            inline.Judge(Name(file.Path), file.Content);
        }

        foreach (var (path, parcels) in component.Files)
        {
            if (files.Remove(path, out var content))
            {
                JudgeContent(path, parcels, content);
            }
            else
            {
                findings.Add(
                    AuditFindings.FileMissing,
                    Name(path),
                    $"Component '{component.Id}' has no file '{path}'; expected one with digest sha256:{parcels[^1]}.");
            }
        }

        foreach (var path in files.Keys.Order(StringComparer.Ordinal))
        {
            findings.Add(
                AuditFindings.FileSurplus,
                Name(path),
                $"Component '{component.Id}' has a file '{path}' that the bindle does not give it.");
        }
    }

    private void JudgeContent(string path, ImmutableArray<string> parcels, AuditedContent content)
    {
        if (content.Digest.Hex == parcels[^1])
        {
            return;
        }

        var isEarlier = parcels.Contains(content.Digest.Hex);
        findings.Add(
            isEarlier ? AuditFindings.EarlierParcel : AuditFindings.FileDiffers,
            Name(path),
            isEarlier
                ? $"Several parcels have the path '{path}' in component '{component.Id}'; the artifact has " +
                  $"{content.Digest}, an earlier one than sha256:{parcels[^1]}. Spin left it to chance which stayed."
                : $"The file '{path}' of component '{component.Id}' has the digest {content.Digest}; " +
                  $"expected sha256:{parcels[^1]}.");
    }

    private string Name(string path) => $"file {path} of {component.Id}";
}
