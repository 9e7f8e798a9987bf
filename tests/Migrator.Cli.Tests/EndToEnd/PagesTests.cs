using Migrator.Testing.Pages;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>Every command on the pages below docs, typed as it stands there; it prints what they show.</summary>
public sealed class PagesTests : PetstoreOnAServer
{
    // Pages whose commands are typed by tests of their own.
    private static readonly string[] Elsewhere =
    [
        "README.md", "docs/install.md", // as a newcomer, who has nothing but the SDK: Migrator.Shipping.Tests
        "docs/deploying.md", // with a stand-in of the cloud: RehearsalTests, and Migrator.Shipping.Tests
    ];

    public static TheoryData<string> Names => [.. Page.All.Where(IsTyped).Select(page => page.Name)];

    [Fact]
    public void Pages_ThatAreTypedElsewhere_AreThere() =>
        Assert.All(Elsewhere, name => Assert.Contains(Page.All, page => page.Name == name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Page_EveryCommand_GoesAsThePageSays(string name)
    {
        await using var registry = await RegistryProcess.StartAsync(
            new RegistryProcessOptions { Password = name == "docs/registries.md" });
        await using var server = await StartAsync();
        using var folder = new PageFolder();
        await File.WriteAllTextAsync(folder.Combine("password.txt"), RegistryProcessOptions.UserPassword);
        folder.Run.AllowPlainHttp(registry.Host);
        folder.Run.Replace("registry.example.com", registry.Host);
        folder.Run.Replace("https://bindle.example.com/v1", server.Url.TrimEnd('/'));

        Assert.Equal("", await folder.Run.RunAsync(Page.Of(name).Blocks));
    }

    private static bool IsTyped(Page page) =>
        !Elsewhere.Contains(page.Name) && page.Blocks.Any(block => block is { Language: "sh", IsScript: false });
}
