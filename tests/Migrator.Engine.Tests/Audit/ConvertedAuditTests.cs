using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Audit;
using Migrator.Oci.Targets.Memory;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>
/// Two opinions on every golden bindle: what the conversion made must pass the audit, which shares no code with it.
/// </summary>
public sealed class ConvertedAuditTests
{
    public static TheoryData<string> Apps => GoldenArtifact.AppsWith("bindle/invoice.toml");

    [SharedTheory]
    [MemberData(nameof(Apps))]
    public async Task RunAsync_EveryProfileOfAConvertedBindle_Matches(string app)
    {
        var bindle = await AuditedBindle.OpenAsync(GoldenArtifact.Of(app, "bindle"));
        foreach (var options in AllOptions())
        {
            var outcome = await Converter.ConvertAsync(bindle, options, CancellationToken.None);
            if (outcome.Artifact is { } artifact)
            {
                await MatchesAsync(bindle, artifact, options);
            }
        }
    }

    [Fact]
    public async Task RunAsync_Petstore_CountsAllThatIsThere()
    {
        var bindle = await AuditedBindle.OpenAsync(AuditedBindle.Petstore);
        var outcome = await Converter.ConvertAsync(bindle, new ConversionOptions(), CancellationToken.None);

        var report = await MatchesAsync(bindle, outcome.Artifact!, new ConversionOptions());

        Assert.Equal(ArtifactForm.Universal, report.Form);
        Assert.Equal("1.2.0", report.AppVersion);
        Assert.Equal(outcome.Artifact!.Descriptor.Digest, report.Digest);
        Assert.Equal(outcome.Artifact!.Referrer!.Descriptor.Digest, report.Referrer);
        Assert.Equal(
            (2, 2, 3, 6),
            (report.Counts.Components, report.Counts.Triggers, report.Counts.Files, report.Counts.Parcels));
        Assert.Equal(
            outcome.Artifact.Blobs.Concat(outcome.Artifact.Referrer.Blobs)
                .Select(blob => blob.Descriptor.Digest).Distinct().Count() + 2,
            report.Counts.Blobs);
    }

    internal static IEnumerable<ConversionOptions> AllOptions() =>
        from profile in Enum.GetValues<Profile>()
        from version in Enum.GetValues<AppVersionPolicy>()
        from inline in Enum.GetValues<InlineFiles>()
        select new ConversionOptions { Profile = profile, AppVersion = version, InlineFiles = inline, FixBase = true };

    private static async Task<AuditReport> MatchesAsync(
        VerifiedBindle bindle, Artifact artifact, ConversionOptions options)
    {
        await using var target = new MemoryTarget();
        await PushAsync(target, artifact);
        await target.TagAsync(artifact.Descriptor, "tag", CancellationToken.None);

        var report = await ArtifactAudit.RunAsync(
            bindle,
            target,
            "tag",
            new AuditOptions { RequireReferrer = options.Profile != Profile.Bindle },
            CancellationToken.None);

        var faults = report.Findings.Where(
            finding => finding.Level != FindingLevel.Note && finding.Code is not ("BM4528" or "BM4545"));
        AuditedBindle.AssertNone(faults.Select(fault => $"{options.Profile}: {fault}"));
        Assert.Equal(FormOf(options, report), report.Form);
        return report;
    }

    private static async Task PushAsync(MemoryTarget target, Artifact artifact)
    {
        foreach (var blob in artifact.Blobs)
        {
            await target.PushBlobAsync(blob.Descriptor, blob.Open, CancellationToken.None);
        }

        await target.PushManifestAsync(artifact.Descriptor, artifact.ManifestBytes, CancellationToken.None);
        if (artifact.Referrer is not null)
        {
            await PushAsync(target, artifact.Referrer);
        }
    }

    private static ArtifactForm FormOf(ConversionOptions options, AuditReport report) => options.Profile switch
    {
        Profile.Universal => ArtifactForm.Universal,
        Profile.Spin2 => ArtifactForm.Spin2,
        Profile.Bindle => ArtifactForm.Bindle,
        _ => report.Form is ArtifactForm.Spin1Layers && options.InlineFiles == InlineFiles.Also
            ? ArtifactForm.Spin1Layers
            : ArtifactForm.Spin1,
    };
}
