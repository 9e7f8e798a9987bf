using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;

namespace Migrator.Conversion.Tests.Spin;

public sealed class BaseFoldingTests
{
    private readonly List<Finding> _findings = [];

    [Fact]
    public void Fold_RootBase_ChangesNothing()
    {
        var app = TestApp.Http("/", TestApp.Component("a", "x"));

        Assert.Same(app, BaseFolding.Fold(app, fixBase: false, _findings));
        Assert.Empty(_findings);
    }

    [Theory]
    [InlineData("/api", "/x", "/api/x")]
    [InlineData("/api/", "/...", "/api/...")]
    [InlineData("/api", "/", "/api")]
    [InlineData("", "/x", "/x")]
    public void Fold_Base_GoesIntoRoutes(string basePath, string route, string folded)
    {
        var app = BaseFolding.Fold(TestApp.Http(basePath, TestApp.Component("a", route)), fixBase: false, _findings);

        Assert.Equal("/", Assert.IsType<ApplicationTrigger.Http>(app!.Trigger).Base);
        Assert.Equal(folded, Assert.IsType<ComponentTrigger.Http>(app.Components[0].Trigger).Route);
        Assert.Equal("BM3322", Assert.Single(_findings).Code);
    }

    [Fact]
    public void Fold_BaseWithoutSlash_Refuses()
    {
        Assert.Null(BaseFolding.Fold(TestApp.Http("api", TestApp.Component("a")), fixBase: false, _findings));

        var finding = Assert.Single(_findings);
        Assert.True(finding.IsError);
        Assert.Contains("--fix-base", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fold_BaseWithoutSlashToMend_Folds()
    {
        var app = BaseFolding.Fold(TestApp.Http("api", TestApp.Component("a", "x")), fixBase: true, _findings);

        Assert.Equal("/api/x", Assert.IsType<ComponentTrigger.Http>(app!.Components[0].Trigger).Route);
        Assert.Equal(["BM3321", "BM3322"], _findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Fold_OtherTrigger_ChangesNothing()
    {
        var app = TestApp.Of(
            new ApplicationTrigger.Redis("redis://h"),
            TestApp.Component("a", new ComponentTrigger.Redis("c", HasExecutor: false)));

        Assert.Same(app, BaseFolding.Fold(app, fixBase: false, _findings));
    }
}
