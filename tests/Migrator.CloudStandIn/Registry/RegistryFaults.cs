using Migrator.Testing.Registries;

namespace Migrator.StandIn;

/// <summary>
/// Faults that the cloud's registry is known for, beside those of <see cref="Fault"/>: no Location is
/// <c>Fault.Location(null)</c>, the page of the proxy <c>Fault.Html(524)</c>.
/// </summary>
public static class RegistryFaults
{
    /// <summary>200 where 202 is due; the plugin starts the blob anew in one request.</summary>
    public static Fault OkInsteadOfAccepted() =>
        new("200 instead of 202", async call => (await call.ServeAsync()) with { Status = 200 });

    /// <summary>The Location of a manifest ends with its tag: the plugin loses the digest.</summary>
    public static Fault LocationOfTag() => new("location of the tag", async call =>
    {
        var request = call.Request;
        return (await call.ServeAsync()).With(
            "Location",
            $"{request.Root}/v2/{request.Repository}/manifests/{request.Reference}");
    });
}
