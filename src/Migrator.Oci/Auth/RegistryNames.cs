namespace Migrator.Oci.Auth;

/// <summary>The names that one registry goes by in files of credentials.</summary>
internal static class RegistryNames
{
    /// <summary>How Docker's files name Docker Hub.</summary>
    public const string DockerHubKey = "https://index.docker.io/v1/";

    private const string DockerHub = "docker.io";

    /// <summary>Whether two names are the same registry's.</summary>
    public static bool IsSame(string left, string right) =>
        string.Equals(HostOf(left), HostOf(right), StringComparison.Ordinal);

    /// <summary>The host that a key names: without scheme and path, in lower case, Docker Hub by one name.</summary>
    public static string HostOf(string key)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? key : key[(scheme + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var host = (slash < 0 ? rest : rest[..slash]).ToLowerInvariant();
        return host is "index.docker.io" or "registry-1.docker.io" or "registry.hub.docker.com" ? DockerHub : host;
    }

    /// <summary>The name that a credential helper knows a host by.</summary>
    public static string HelperKeyOf(string host) => HostOf(host) == DockerHub ? DockerHubKey : host;
}
