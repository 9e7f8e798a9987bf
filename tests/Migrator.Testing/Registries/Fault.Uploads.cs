using System.Globalization;

namespace Migrator.Testing.Registries;

// Upload sessions that are not what the client believes.
public sealed partial class Fault
{
    /// <summary>The session is gone before the request is served: 404 BLOB_UPLOAD_UNKNOWN.</summary>
    public static Fault SessionExpired() => new("session expired", call =>
    {
        call.Host.CloseSession(call.Request.Reference);
        return call.ServeAsync();
    });

    /// <summary>A new session is one that is open already, for another blob.</summary>
    public static Fault SessionOfAnother() => new("session of another", async call =>
    {
        var open = call.Host.AnySession(call.Request.Repository);
        var answer = await call.ServeAsync();
        return open is null || answer.Header("Location") is not { } location
            ? answer
            : answer.With("Location", location.Replace(IdOf(answer), open, StringComparison.Ordinal));
    });

    /// <summary>The registry keeps only the start of the request's body, and says so in <c>Range</c>.</summary>
    /// <param name="bytes">How many bytes it keeps.</param>
    public static Fault KeepsOnly(long bytes) => new($"keeps {bytes} bytes", async call =>
    {
        var whole = call.Request.Body;
        call.Request.Body = new LimitedStream(whole, bytes);
        var answer = await call.ServeAsync();
        await whole.CopyToAsync(Stream.Null, call.Request.Aborted);
        return answer;
    });

    /// <summary>The registry keeps all and acknowledges something else.</summary>
    /// <param name="offset">How many bytes it says it has.</param>
    public static Fault AcknowledgesOffset(long offset) =>
        Header("Range", "0-" + Math.Max(0, offset - 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>The answer's Location is another.</summary>
    /// <param name="location">The value; null to leave it out.</param>
    public static Fault Location(string? location) => Header("Location", location);

    private static string IdOf(RegistryAnswer answer) => answer.Header("Docker-Upload-UUID")!;
}
