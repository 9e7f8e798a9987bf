using System.Text;
using Migrator.Cloud.Login;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Login;

/// <summary>Files of logins, shared with the plugin (spec/cloud-deploy.md 6.1).</summary>
public sealed class LoginStoreTests
{
    private const string OfThePlugin =
        """
        {"url":"https://cloud.fermyon.com/","danger_accept_invalid_certs":false,"token":"secret-token",
        "refresh_token":"secret-refresh","expiration":"2023-10-05T12:34:56.789Z","theme":{"a":[1,2]}}
        """;

    [Fact]
    public void Read_OfThePlugin_IsUnderstood()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), OfThePlugin);

        var login = new LoginStore(folder.Path).ReadOrNull(null)!;

        Assert.Equal(
            ("https://cloud.fermyon.com/", "secret-token", "secret-refresh", "2023-10-05T12:34:56.789Z", false, null),
            (login.Url.AbsoluteUri, login.Token, login.RefreshToken, login.Expiration, login.IsInsecure,
                login.BindleUrl));
        Assert.Equal(new DateTimeOffset(2023, 10, 5, 12, 34, 56, 789, TimeSpan.Zero), login.ExpiresAt());
        Assert.DoesNotContain("secret", login.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Delete_WithoutTheFolder_WasNotThere()
    {
        using var folder = new TempFolder();

        Assert.False(new LoginStore(folder.Combine("fermyon")).Delete(null));
    }

    [Fact]
    public void Write_OverAnother_KeepsWhatIsNotKnown()
    {
        using var folder = new TempFolder();
        var store = new LoginStore(folder.Path);
        File.WriteAllText(store.PathOf("staging"), OfThePlugin);

        store.Write("staging", store.ReadOrNull("staging")! with { Token = "new" });

        var text = File.ReadAllText(store.PathOf("staging"));
        Assert.Contains("\"theme\": {", text, StringComparison.Ordinal);
        Assert.Equal("new", store.ReadOrNull("staging")!.Token);
        Assert.Equal([store.PathOf("staging")], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_Always_IsForTheOwnerAlone()
    {
        using var folder = new TempFolder();
        var store = new LoginStore(Path.Combine(folder.Path, "fermyon"));
        store.Write(null, new CloudLogin(new Uri("https://cloud.fermyon.com/"), "t"));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.PathOf(null)));
        }

        Assert.Equal("t", store.ReadOrNull(null)!.Token);
    }

    [Fact]
    public void Write_OverALooseFile_TightensIt()
    {
        using var folder = new TempFolder();
        var store = new LoginStore(folder.Path);
        File.WriteAllText(store.PathOf(null), OfThePlugin);

        store.Write(null, store.ReadOrNull(null)!);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.PathOf(null)));
        }
    }

    [Fact]
    public void Read_OfASelfHostedPlatform_IsKnownAsOne()
    {
        var login = LoginFile.ReadOrNull(Encoding.UTF8.GetBytes(
            """
            {"url":"https://127.0.0.1:5309/","token":"t","bindle_url":"http://127.0.0.1:8080/v1",
            "bindle_password":null}
            """))!;

        Assert.Equal("http://127.0.0.1:8080/v1", login.BindleUrl);
        Assert.True(LoginStatus.Of(null, login, DateTimeOffset.UnixEpoch).IsSelfHosted);
    }

    [Fact]
    public void List_WithFilesOfOtherTools_HasLoginsOnly()
    {
        using var folder = new TempFolder();
        var store = new LoginStore(folder.Path);
        File.WriteAllText(store.PathOf("staging"), OfThePlugin);
        File.WriteAllText(store.PathOf(null), OfThePlugin);
        File.WriteAllText(store.PathOf("registry-auth"), """{"auths":{"ghcr.io":"c2VjcmV0"}}""");
        File.WriteAllText(store.PathOf("broken"), "{");

        Assert.Equal(new string?[] { null, "staging" }, store.List().AsEnumerable());
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("{}", "is not a login")]
    [InlineData("""{"url":"nowhere","token":"secret"}""", "is not a login")]
    [InlineData("""{"url":"ftp://cloud.example.com/","token":"secret"}""", "is not a login")]
    [InlineData("""{"url":"https://me:secret@cloud.example.com/","token":"secret"}""", "is not a login")]
    [InlineData("""{"url":"https://cloud.example.com/?a=b","token":"secret"}""", "is not a login")]
    public void Read_OfAnotherForm_SaysWhatAndNoSecret(string text, string part)
    {
        using var folder = new TempFolder();
        var store = new LoginStore(folder.Path);
        File.WriteAllText(store.PathOf(null), text);

        var fault = Assert.Throws<LoginException>(() => store.ReadOrNull(null));

        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../config")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    public void PathOf_ANameThatLeavesTheFolder_IsRefused(string name) =>
        Assert.Throws<LoginException>(() => new LoginStore("/folder").PathOf(name));

    [Fact]
    public void Delete_Twice_SaysWhetherItWasThere()
    {
        using var folder = new TempFolder();
        var store = new LoginStore(folder.Path);
        File.WriteAllText(store.PathOf(null), OfThePlugin);

        Assert.True(store.Delete(null));
        Assert.False(store.Delete(null));
        Assert.Null(store.ReadOrNull(null));
    }

    [Fact]
    public void Status_OfALogin_ShowsNoSecret()
    {
        var login = LoginFile.ReadOrNull(Encoding.UTF8.GetBytes(OfThePlugin))!;

        var status = LoginStatus.Of("staging", login, new DateTimeOffset(2023, 10, 6, 0, 0, 0, TimeSpan.Zero));

        Assert.True(status.IsExpired);
        Assert.True(status.CanRenew);
        Assert.Equal(8, status.TokenFingerprint.Length);
        Assert.DoesNotContain("secret", status.ToString(), StringComparison.Ordinal);
    }
}
