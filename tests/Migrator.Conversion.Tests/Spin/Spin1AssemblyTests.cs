using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;

namespace Migrator.Conversion.Tests.Spin;

public sealed class Spin1AssemblyTests
{
    private readonly List<Finding> _findings = [];

    [Fact]
    public void Assemble_ManifestAbove4MiB_IsRefused()
    {
        var files = Enumerable.Range(0, 30_000).Select(at => TestApp.File($"f{at}", TestApp.Text(at, 129)));
        var app = TestApp.Http("/", TestApp.Component("web", "/...", files));

        Assert.Null(Spin1Assembly.Assemble(app, Spin1.Plain, _findings));

        var finding = Assert.Single(_findings, finding => finding.IsError);
        Assert.Equal("BM3330", finding.Code);
        Assert.Contains("spin2", finding.Message, StringComparison.Ordinal);
    }
}
