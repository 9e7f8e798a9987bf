namespace Migrator.Cloud.Api;

/// <summary>How a cloud is reached. Nothing here comes from the environment; the caller decides.</summary>
public sealed record CloudOptions
{
    /// <summary>The address of the public cloud.</summary>
    public static readonly Uri PublicCloud = new("https://cloud.fermyon.com/");

    /// <summary>The cloud's address, as in the login file; <c>http</c> or <c>https</c>, without a query.</summary>
    public required Uri Url { get; init; }

    /// <summary>
    /// Sends the requests: <see cref="CloudHandlers.Create"/>, with retries and throttles around it when wanted. It
    /// must not follow redirects nor keep cookies. The caller disposes it.
    /// </summary>
    public required HttpMessageHandler Handler { get; init; }

    /// <summary>Gives the token; null to send none.</summary>
    public CloudTokenProvider? Tokens { get; init; }

    /// <summary>How long one request may take, until the answer is read whole. Default: 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Times requests; the system's clock when null.</summary>
    public TimeProvider? Time { get; init; }
}
