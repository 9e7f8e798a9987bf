using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Variables, config and secrets (spec/spin-oci.md 1.4 and 6).</summary>
public sealed class VariableFindingsTests
{
    private const string Http = "type = 'http'\nbase = '/'";

    [Fact]
    public async Task ConvertAsync_ConfigBesideVariables_IsRefused() =>
        (await With("config.a = { default = '1' }\nvariables.b = { default = '1' }").ConvertAsync())
            .Refusal(ManifestFindings.ConfigAndVariables);

    [Theory]
    [InlineData("config.\"db.url\" = { default = 'u' }")]
    [InlineData("config.db.url = { default = 'u' }")]
    [InlineData("variables.db.url = { default = 'u' }")]
    public async Task ConvertAsync_DottedName_IsRefusedWithTheCause(string variables)
    {
        var finding = (await With(variables).ConvertAsync()).Refusal(ManifestFindings.DottedVariable);
        Assert.Contains("Spin 0.2 to 0.5", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ required = true, default = 'x' }", "both")]
    [InlineData("{ secret = true }", "neither")]
    public async Task ConvertAsync_VariableWithBothOrNeither_IsRefused(string variable, string got)
    {
        var finding = (await With("variables.v = " + variable).ConvertAsync()).Refusal(
            ManifestFindings.VariableNeedsOne);
        Assert.Contains(got, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_EmptyDefault_CountsAsADefault()
    {
        var outcome = await With("variables.v = { default = '' }").ConvertAsync();
        Assert.Contains(
            """"variables":{"v":{"default":""}}"""",
            await outcome.Artifact!.ConfigTextAsync(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("two__scores")]
    [InlineData("end_")]
    [InlineData("1st")]
    [InlineData("with-dash")]
    public async Task ConvertAsync_NameThatSpinCannotResolve_Warns(string name) =>
        (await With($"variables.{name} = {{ default = 'x' }}").ConvertAsync()).Remark(
            ManifestFindings.UnresolvableName);

    [Theory]
    [InlineData("{ other }")]
    [InlineData("a {{ other }} b")]
    [InlineData("{ .other }")]
    public async Task ConvertAsync_BracesInADefault_PassThroughWithAWarning(string text)
    {
        var outcome = await With($"variables.v = {{ default = '{text}' }}").ConvertAsync();
        outcome.Remark(ManifestFindings.TemplateInDefault);
        Assert.Contains($"\"default\":\"{text}\"", await outcome.Artifact!.ConfigTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_JsonInADefault_IsNoTemplate()
    {
        var outcome = await With("""variables.v = { default = '{"a": 1}' }""").ConvertAsync();
        Assert.False(outcome.Has(ManifestFindings.TemplateInDefault));
    }

    [Theory]
    [InlineData("{{ .x }}", "BM3026")]
    [InlineData("{{ x }}", "BM3027")]
    public async Task ConvertAsync_TemplateThatCannotResolve_Warns(string template, string code)
    {
        var outcome = await BindleBuilder.OneComponent($"config = {{ k = '{template}' }}").ConvertAsync();
        Assert.NotNull(outcome.Artifact);
        Assert.Single(
            outcome.Findings,
            finding => finding.Code == code && finding.Subject == "config key k of component web");
    }

    [Fact]
    public async Task ConvertAsync_ConfigKeyThatSpinCannotResolve_Warns() =>
        (await BindleBuilder.OneComponent("config = { Key = 'x' }").ConvertAsync()).Remark(
            ManifestFindings.UnresolvableName);

    [Fact]
    public async Task ConvertAsync_SecretsInClear_WarnWithNamesOnly()
    {
        var outcome = await BindleBuilder
            .OneComponent("environment = { DB_PASSWORD = 'hunter2', LOG = 'info' }")
            .ConvertAsync();
        var finding = outcome.Remark(ManifestFindings.SecretInClear);
        Assert.Contains("DB_PASSWORD", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LOG", finding.Message, StringComparison.Ordinal);
        var variable = await With("variables.key = { default = 'hunter2', secret = true }").ConvertAsync();
        Assert.Equal("variable key", variable.Remark(ManifestFindings.SecretInClear).Subject);
    }

    [Theory]
    [InlineData("environment = { KEY = ['hunter2'] }")]
    [InlineData("environment = 'hunter2'")]
    [InlineData("config = { Bad-Key = 'hunter2 {{ .y }} {{ z }}' }")]
    [InlineData("environment = { TOKEN = 'hunter2' }\nconfig = { k = 5 }")]
    public async Task ConvertAsync_FaultsAroundSecrets_NeverShowThem(string lines)
    {
        var outcome = await BindleBuilder.OneComponent(lines).ConvertAsync();
        Assert.NotEmpty(outcome.Findings);
        Assert.All(
            outcome.Findings,
            finding => Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("variables.v = { default = 'hunter2', required = true, secret = true }")]
    [InlineData("variables.v = { default = 'hunter2 { x }', secret = 'hunter2' }")]
    [InlineData("config.a.b = { default = 'hunter2' }")]
    public async Task ConvertAsync_FaultsOfVariables_NeverShowTheirDefaults(string variables)
    {
        var outcome = await With(variables).ConvertAsync();
        Assert.Contains(outcome.Findings, finding => finding.Level == FindingLevel.Error);
        Assert.All(
            outcome.Findings,
            finding => Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal));
    }

    private static BindleBuilder With(string variables) =>
        ManifestFindingsTests.Application(Http, "route = '/...'", variables);
}
