using System.Globalization;

namespace Migrator.Testing.Registries;

/// <summary>How registries say "too many requests": every form of Retry-After, and none.</summary>
public static class ThrottleForm
{
    /// <summary>Nothing but the status and zot's body.</summary>
    public static RegistryAnswer Bare() => RegistryErrors.Json(429, "TOOMANYREQUESTS", "too many requests");

    /// <summary>Retry-After in seconds.</summary>
    /// <param name="text">The header's value; tests also put nonsense here.</param>
    public static RegistryAnswer Header(string text) => Bare().With("Retry-After", text);

    /// <summary>Retry-After as a date, by a clock of the registry's own.</summary>
    /// <param name="now">What the registry's Date says.</param>
    /// <param name="retry">When to come again.</param>
    public static RegistryAnswer Date(DateTimeOffset now, DateTimeOffset retry) =>
        Header(retry.ToString("r", CultureInfo.InvariantCulture))
            .With("Date", now.ToString("r", CultureInfo.InvariantCulture));

    /// <summary>GHCR's hint, in the body alone.</summary>
    /// <param name="wait">Such as <c>10.48ms</c>.</param>
    public static RegistryAnswer InBody(string wait) => RegistryErrors.Json(
        429,
        "TOOMANYREQUESTS",
        $"retry-after: {wait}, allowed: 2000/minute");

    /// <summary>Status 503, and when to come again: maintenance, or a front that sheds load.</summary>
    /// <param name="text">The value of Retry-After.</param>
    public static RegistryAnswer Unavailable(string text) =>
        RegistryErrors.Json(503, "UNAVAILABLE", "service unavailable").With("Retry-After", text);

    /// <summary>A page for people.</summary>
    public static RegistryAnswer Page() => RegistryErrors.Html(429, "slow down");

    /// <summary>Docker Hub's: a body of its own and two headers.</summary>
    public static RegistryAnswer DockerHub() => RegistryErrors.Json(
            429,
            "TOOMANYREQUESTS",
            "You have reached your pull rate limit. https://www.docker.com/increase-rate-limit")
        .With("ratelimit-limit", "100;w=21600")
        .With("ratelimit-remaining", "0;w=21600");
}
