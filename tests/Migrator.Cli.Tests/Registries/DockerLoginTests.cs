using System.Runtime.Versioning;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Registries;

/// <summary>The program with what <c>docker login</c> leaves behind: real files, and helpers that are run.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DockerLoginTests : IDisposable
{
    private const string User = RegistryProcessOptions.UserName;
    private const string Password = RegistryProcessOptions.UserPassword;
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("credHelpers")]
    [InlineData("credsStore")]
    public async Task Migrate_CredentialHelper_IsAskedForTheRegistry(string member)
    {
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { Password = true });
        var asked = WriteHelper($$"""{"ServerURL":"x","Username":"{{User}}","Secret":"{{Password}}"}""");

        var run = await RunAsync(
            member == "credsStore"
                ? """{"credsStore":"tests"}"""
                : $$$"""{ "credHelpers": { "{{{registry.Host}}}": "tests" } }""",
            registry.Host);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal($"get {registry.Host}", (await File.ReadAllTextAsync(asked)).Trim());
        Assert.DoesNotContain(Password, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("helper")]
    [InlineData("file")]
    public async Task Migrate_IdentityToken_IsChangedForAnAccessToken(string where)
    {
        const string Identity = "identity-4711";
        await using var host = await RegistryHost.StartAsync(
            new RegistryHostOptions { Tokens = new RegistryTokens { IdentityToken = Identity } });
        WriteHelper($$"""{"ServerURL":"x","Username":"<token>","Secret":"{{Identity}}"}""");

        var run = await RunAsync(
            where == "helper"
                ? """{"credsStore":"tests"}"""
                : $$$"""{ "auths": { "{{{host.Host}}}": { "identitytoken": "{{{Identity}}}" } } }""",
            host.Host);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.DoesNotContain(Identity, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_HelperIsMissing_NamesIt()
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions { Password = true });

        var run = await RunAsync("""{"credsStore":"that-nobody-has"}""", host.Host);

        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        Assert.Contains("docker-credential-that-nobody-has cannot be run", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>Makes <c>docker-credential-tests</c>, and gives the file that keeps what it was asked.</summary>
    private string WriteHelper(string answer)
    {
        var asked = _temp.Combine("asked");
        var helper = _temp.Combine("docker-credential-tests");
        File.WriteAllText(helper, $"#!/bin/sh\necho \"$1 $(cat)\" > '{asked}'\necho '{answer}'\n");
        File.SetUnixFileMode(helper, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return asked;
    }

    private async Task<ToolResult> RunAsync(string config, string host)
    {
        await File.WriteAllTextAsync(_temp.Combine("config.json"), config);
        return await Tool.RunAsync(
            "env",
            [
                $"DOCKER_CONFIG={_temp.Path}", $"PATH={_temp.Path}:{Environment.GetEnvironmentVariable("PATH")}",
                .. CliProgram.Words, "migrate", Petstore, $"{host}/app:1", "--verbose", "--retries", "0",
            ]);
    }
}
