using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Deployment;

namespace Migrator.Cloud.Tests.Deployment;

/// <summary>The command that is advised for going back.</summary>
public sealed class WayBackCommandTests
{
    private const string Id = "0b9c1e51-6f0e-4a58-9d0a-6f2b4a7c1d11";

    [Theory]
    [InlineData("Hello-World", "", "Hello-World", "")]
    [InlineData("a", "--environment b", "a", " --environment b")]
    [InlineData("a;b 'c'", "", @"'a;b '\''c'\'''", "")]
    public void Of_AnyName_IsOneThatAShellTakes(string name, string options, string shown, string after) =>
        Assert.Equal(
            $"bindle2oci rollback {shown} --app-id {Id} --revision 1.0.0-r80e5abb1{after}",
            WayBackCommand.Of(new AppItem(new Guid(Id), name, "oci://a", []), "1.0.0-r80e5abb1", options));
}
