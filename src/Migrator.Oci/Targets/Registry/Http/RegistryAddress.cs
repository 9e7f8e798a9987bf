using System.Collections.Immutable;
using System.Net;
using Migrator.Oci.Auth;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Where a registry is, and which other places it may send its clients to.</summary>
internal sealed class RegistryAddress
{
    private readonly ImmutableArray<NamedHost> _tokenHosts;
    private readonly ImmutableArray<NamedHost> _uploadHosts;

    public RegistryAddress(string host, RegistryOptions options)
    {
        Host = host;
        Profile = options.Profile ?? RegistryProfile.Of(host);
        _tokenHosts = [.. Profile.TokenHosts.Concat(options.TokenHosts).Select(NamedHost.Of)];
        _uploadHosts = [.. options.UploadHosts.Select(NamedHost.Of)];
        var plain = new Uri("http://" + host);
        IsNamedPlain = options.PlainHttpHosts.Any(named => NamedHost.Of(named).Has(plain));
        var isPlain = IsNamedPlain || (options.IsLoopbackPlainHttp && IsLoopback(plain.IdnHost));
        var name = RegistryNames.HostOf(host) == "docker.io" ? "registry-1.docker.io" : host;
        Root = new Uri($"{(isPlain ? "http" : "https")}://{name}/");
    }

    /// <summary>The host as the reference has it.</summary>
    public string Host { get; }

    /// <summary>The root of its API.</summary>
    public Uri Root { get; }

    public RegistryProfile Profile { get; }

    /// <summary>Whether somebody said that it is asked in plain HTTP.</summary>
    public bool IsNamedPlain { get; }

    /// <summary>Whether a place is the registry itself, so that it may see credentials.</summary>
    public bool IsHome(Uri uri) => IsSameOrigin(uri, Root);

    /// <summary>
    /// Resolves where an upload goes on, or anything else that is written, by who says so (RFC 3986 5); null with the
    /// fault when it may not go there.
    /// </summary>
    public Uri? UploadOrNull(Uri source, string? location, out string fault)
    {
        if (ResolveOrNull(source, location, out fault) is not { } uri)
        {
            return null;
        }

        // Registries behind a proxy that ends TLS name themselves by http; they are asked by https all the same.
        if (IsSameName(uri) && uri.Scheme != Root.Scheme && Root.Scheme == Uri.UriSchemeHttps)
        {
            uri = new UriBuilder(uri) { Scheme = Root.Scheme, Port = Root.Port }.Uri;
        }

        fault = this switch
        {
            _ when IsHome(uri) => "",
            _ when IsDowngrade(uri) => $"points to {uri.Authority} by http; a registry with https is not left for http",
            _ when _uploadHosts.Any(host => host.Has(uri)) => "",
            _ => $"points to another host, {uri.Authority}; allow it with --upload-host {uri.Authority} if that is "
                + "right",
        };
        return fault.Length == 0 ? uri : null;
    }

    /// <summary>
    /// Resolves the link to a list's next page; null with the fault when it is not followed. The page is the
    /// registry's, or of the host that a redirect has led to already; anything else would be asked without credentials
    /// and fail oddly.
    /// </summary>
    public Uri? PageOrNull(Uri source, string link, out string fault) =>
        ResolveOrNull(source, link, out fault) is { } uri && IsSameOrigin(uri, source)
            ? uri
            : UploadOrNull(source, link, out fault);

    /// <summary>Resolves a redirect of what is read; null with the fault when it is not followed.</summary>
    public static Uri? RedirectOrNull(Uri request, string? location, out string fault)
    {
        if (ResolveOrNull(request, location, out fault) is not { } uri)
        {
            return null;
        }

        fault = request.Scheme == Uri.UriSchemeHttps && uri.Scheme != request.Scheme
            ? $"leads from https to http at {uri.Authority}, which is not followed"
            : "";
        return fault.Length == 0 ? uri : null;
    }

    /// <summary>What is wrong with a token server; null when it may have the credentials.</summary>
    public string? TokenServerFaultOrNull(Uri realm) => this switch
    {
        _ when realm.Scheme != Uri.UriSchemeHttps && realm.Scheme != Uri.UriSchemeHttp => "is no web address",
        _ when IsDowngrade(realm) => "is asked by http, which a registry with https does not ask for",
        _ when realm.UserInfo.Length > 0 => "has a user in its address",
        _ when IsSameName(realm) || IsRelated(realm.IdnHost, Root.IdnHost) => null,
        _ when _tokenHosts.Any(host => host.Has(realm)) => null,
        _ => $"is of another domain; allow it with --token-host {realm.Authority} if that is right",
    };

    private static bool IsLoopback(string name) =>
        name is "localhost" || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));

    // The parent, when it is more than a top-level domain, or a host below the registry. A neighbour may be anybody's:
    // whose names lie side by side under co.uk or a cloud's domain, no rule tells.
    private static bool IsRelated(string realm, string registry)
    {
        var dot = registry.IndexOf('.', StringComparison.Ordinal);
        var parent = dot < 0 ? "" : registry[(dot + 1)..];
        return !IPAddress.TryParse(registry, out _)
            && (realm.EndsWith("." + registry, StringComparison.OrdinalIgnoreCase)
                || (parent.Contains('.', StringComparison.Ordinal)
                    && IsSame(realm, parent)));
    }

    private static Uri? ResolveOrNull(Uri source, string? location, out string fault)
    {
        fault = "";
        if (string.IsNullOrWhiteSpace(location))
        {
            fault = "is missing";
        }
        else if (!Uri.TryCreate(source, location, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            fault = "is no web address";
        }
        else if (uri.UserInfo.Length > 0)
        {
            fault = "has a user in it";
        }
        else
        {
            return uri;
        }

        return null;
    }

    private static bool IsSameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.Port == right.Port && IsSame(left.IdnHost, right.IdnHost);

    private bool IsSameName(Uri uri) => IsSame(uri.IdnHost, Root.IdnHost);

    private static bool IsSame(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private bool IsDowngrade(Uri uri) => Root.Scheme == Uri.UriSchemeHttps && uri.Scheme != Root.Scheme;
}
