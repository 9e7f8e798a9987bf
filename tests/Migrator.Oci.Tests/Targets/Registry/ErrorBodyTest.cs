using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>Bodies of refusals that say nothing, or not what they should (spec/oci-peers.md 4e, row 17).</summary>
public sealed class ErrorBodyTest
{
    [Theory]
    [InlineData("""{"errors":[]}""", "status 412.")]
    [InlineData("""{"errors":[{}]}""", "status 412.")]
    [InlineData("""{"errors":[{"code":"","message":""}]}""", "status 412.")]
    [InlineData("""{"errors":[{"code":"DENIED"}]}""", "status 412 (DENIED).")]
    [InlineData("""{"errors":[{"code":"","message":"no"}]}""", "status 412 (no).")]
    [InlineData("""{"errors":[null]}""", "status 412")]
    [InlineData("""{"errors":{}}""", "status 412")]
    [InlineData("""{"errors":null}""", "status 412")]
    [InlineData("{}", "status 412.")]
    [InlineData("[]", "status 412")]
    [InlineData("null", "status 412")]
    [InlineData("", "status 412.")]
    public async Task Push_RefusalThatSaysLittle_IsAFaultWithItsStatus(string body, string says)
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.ManifestPut, Fault.Answer(
            () => new RegistryAnswer(412).WithText("application/json", body)));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushImageAsync(hosted.Open(), "t", "a"));

        Assert.Equal(RegistryFailure.Refused, fault.Failure);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("()", fault.Message, StringComparison.Ordinal);
    }
}
