using Microsoft.Extensions.Logging;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Telemetry;

/// <summary>
/// What is logged of the work at registries. Hosts, repositories, digests and words of our own only: no header, no
/// address with a query, no body; texts of a registry are cleaned of every secret before they come here.
/// </summary>
internal static partial class RegistryEvents
{
    [LoggerMessage(1, LogLevel.Debug, "{Host}: {What} ({Operation}) was answered with status {Status}")]
    public static partial void Answered(
        this ILogger log, string host, string what, RegistryOperation operation, int status);

    [LoggerMessage(2, LogLevel.Debug, "{Host}: {What} ({Operation}) got no answer: {Fault}")]
    public static partial void NotAnswered(
        this ILogger log, string host, string what, RegistryOperation operation, string fault);

    [LoggerMessage(3, LogLevel.Debug, "{Host}: {What} goes on at {Other}")]
    public static partial void Redirected(this ILogger log, string host, string what, string other);

    [LoggerMessage(4, LogLevel.Debug, "{Host}: a token for {Scopes}, good for {Seconds} seconds")]
    public static partial void TokenGiven(this ILogger log, string host, string scopes, double seconds);

    [LoggerMessage(5, LogLevel.Warning, "{Host}: {Text}")]
    public static partial void Warned(this ILogger log, string host, string text);

    [LoggerMessage(6, LogLevel.Information, "{Repository}: blob {Digest} of {Size} bytes: {Result}")]
    public static partial void BlobEnded(
        this ILogger log, string repository, string digest, long size, string result);

    [LoggerMessage(7, LogLevel.Information, "{Repository}: {What} is tried again after attempt {Attempt}: {Fault}")]
    public static partial void SentAgain(
        this ILogger log, string repository, string what, int attempt, string fault);
}
