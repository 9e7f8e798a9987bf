using System.Collections.Immutable;
using System.Net;
using Migrator.Oci.Auth;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry;

/// <summary>
/// Where things are in a repository (OCI distribution spec, "Endpoints"), and how it is asked for them.
/// </summary>
internal sealed class RegistryRepository
{
    // For manifests and lists, of a few MiB at most.
    private static readonly TimeSpan MaxReading = TimeSpan.FromMinutes(5);
    private readonly Uri _root;

    public RegistryRepository(KnownRegistry host, string name, bool canPush)
    {
        Host = host;
        Name = Scope(host, name);
        Scopes = [new TokenScope(Name, canPush)];
        Description = $"{host.Http.Address.Host}/{name}";
        _root = new Uri(host.Http.Address.Root, $"v2/{Name}/");
    }

    public KnownRegistry Host { get; }

    public string Name { get; }

    /// <summary>The repository for messages.</summary>
    public string Description { get; }

    /// <summary>What its token must allow.</summary>
    public ImmutableArray<TokenScope> Scopes { get; }

    /// <summary>The media types of manifests that are read.</summary>
    public static string ManifestTypes { get; } = string.Join(
        ", ",
        MediaTypes.ImageManifest,
        MediaTypes.ImageIndex,
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json");

    /// <summary>Whether a media type is a manifest's, so that it lies among the manifests.</summary>
    public static bool IsManifest(string mediaType) =>
        ManifestTypes.Split(", ").Contains(mediaType, StringComparer.Ordinal);

    public Uri At(string path) => new(_root, path);

    public Uri UploadUri(Digest? mounted, string? source) => At(
        source is null ? "blobs/uploads/" : $"blobs/uploads/?mount={mounted}&from={Uri.EscapeDataString(source)}");

    /// <summary>Sends a request to the repository.</summary>
    public Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancellationToken) =>
        Host.Http.SendAsync(
            Description, request.Scopes.IsEmpty ? request with { Scopes = Scopes } : request, cancellationToken);

    /// <summary>Sends a request and fails on every answer that is no success.</summary>
    public async Task<HttpResponseMessage> SendToSuccessAsync(
        RegistryRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await RequireSuccessAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request; null for 404, and fails on every other answer that is no success.</summary>
    public async Task<HttpResponseMessage?> SendOrNullAsync(
        RegistryRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            response.Dispose();
            return null;
        }

        return await RequireSuccessAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    public Task<RegistryException> ExplainAsync(
        RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        Host.Http.Faults.RefusalAsync(
            Description,
            request with { Scopes = request.Scopes.IsEmpty ? Scopes : request.Scopes },
            response,
            cancellationToken);

    /// <summary>Opens the body of an answer, which owns the answer.</summary>
    public async Task<Stream> OpenBodyAsync(
        RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new AnswerStream(stream, response, cause => Broken(request, response, cause));
    }

    /// <summary>Reads the body of an answer; null when it is longer than the limit.</summary>
    /// <exception cref="RegistryException">It breaks off, or holds what the registry was shown.</exception>
    public async Task<byte[]?> ReadBodyOrNullAsync(
        RegistryRequest request, HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(request, response, maxBytes, cancellationToken).ConfigureAwait(false);
        return body.Length > maxBytes ? null : body;
    }

    /// <summary>Reads the body of an answer, and no more of it than one byte above the limit.</summary>
    /// <exception cref="RegistryException">It breaks off, or holds what the registry was shown.</exception>
    public async Task<byte[]> ReadBodyAsync(
        RegistryRequest request, HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var body = await BoundedBody.ReadAsync(
            response,
            maxBytes,
            MaxReading,
            Host.Clock,
            cause => Broken(request, response, cause),
            cancellationToken).ConfigureAwait(false);
        return Host.Http.Faults.HoldsSecret(body)
            ? throw Fault(request, "the login or token that was sent stands in the answer; nothing of that is read")
            : body;
    }

    public RegistryException Fault(RegistryRequest request, string fault) =>
        Host.Http.Faults.Nonsense(Description, request, fault);

    /// <summary>What cannot be done here, whatever is asked.</summary>
    public RegistryException Refused(string fault, Exception? cause = null) =>
        new(Description, RegistryFailure.Refused, $"{Description}: {fault}.", cause);

    /// <summary>The digest that an answer names; null when it names none that is read.</summary>
    public static Digest? DigestOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out var values)
        && Digest.TryParse(values.FirstOrDefault(), out var digest)
            ? digest
            : null;

    private RegistryException Broken(RegistryRequest request, HttpResponseMessage response, Exception cause) =>
        Host.Http.Faults.Broken(Description, request, RegistryHttp.SourceOf(request, response), cause);

    private async Task<HttpResponseMessage> RequireSuccessAsync(
        RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode && !ErrorBody.IsHtml(response, []))
        {
            return response;
        }

        using (response)
        {
            throw response.IsSuccessStatusCode
                ? Fault(request, "the answer is a web page; a proxy or portal is in the way, or this is no registry")
                : await ExplainAsync(request, response, cancellationToken).ConfigureAwait(false);
        }
    }

    // Docker Hub's official images have a user of their own.
    private static string Scope(KnownRegistry host, string name) =>
        host.Profile == RegistryProfile.DockerHub && !name.Contains('/', StringComparison.Ordinal)
            ? "library/" + name
            : name;
}
