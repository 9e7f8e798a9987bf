using Migrator.Testing;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Against what Spin itself pushed: equal bytes of config and manifest.</summary>
public sealed class GoldenSpin1Tests
{
    public static TheoryData<string> OfBindles => GoldenApp.With("spin1.config.json");

    public static TheoryData<string> OfSources => GoldenApp.With("spin1-source.config.json");

    public static TheoryData<string> WithLayers => GoldenApp.With("spin1-layers.manifest.json");

    [SharedTheory]
    [MemberData(nameof(OfBindles))]
    public async Task ConvertAsync_FullVersion_GivesWhatSpinPushedFromTheBindle(string app)
    {
        var outcome = await GoldenApp.ConvertAsync(app, Spin1.Full);
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        Assert.Equal(GoldenApp.Text(app, "spin1.config.json"), await outcome.Artifact.ConfigTextAsync());
        Assert.Equal(GoldenApp.Text(app, "spin1.manifest.json"), outcome.Artifact.ManifestText());
    }

    [SharedTheory]
    [MemberData(nameof(OfSources))]
    public async Task ConvertAsync_PlainVersion_GivesWhatTheAuthorPushed(string app)
    {
        var outcome = await GoldenApp.ConvertAsync(app, Spin1.Plain);
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        Assert.Equal(GoldenApp.Text(app, "spin1-source.config.json"), await outcome.Artifact.ConfigTextAsync());
        Assert.Equal(GoldenApp.Text(app, "spin1-source.manifest.json"), outcome.Artifact.ManifestText());
    }

    [SharedTheory]
    [MemberData(nameof(WithLayers))]
    public async Task ConvertAsync_LayersForInlinedFilesToo_GivesWhatSpinPushed(string app)
    {
        var outcome = await GoldenApp.ConvertAsync(app, Spin1.Full with { InlineFiles = InlineFiles.Also });
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        Assert.Equal(GoldenApp.Text(app, "spin1-layers.manifest.json"), outcome.Artifact.ManifestText());
    }
}
