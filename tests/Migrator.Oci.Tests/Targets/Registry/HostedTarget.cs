using Migrator.Oci.Auth;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>A registry in this process and a client of ours for it.</summary>
internal sealed class HostedTarget : IAsyncDisposable
{
    private readonly HttpMessageHandler _handler;

    private HostedTarget(
        RegistryHost host,
        RegistryProfile? profile,
        ICredentialProvider? credentials,
        RegistryConnection connection,
        KeptUploads? uploads)
    {
        Host = host;
        _handler = RegistryHandlers.Create(connection);
        Client = new RegistryClient(new RegistryOptions
        {
            Handler = _handler,
            Profile = profile,
            Credentials = credentials,
            UploadHosts = [host.StorageHost],
            IsLoopbackPlainHttp = host.Address.Scheme == "http",
            Uploads = uploads,
            Warned = (_, text) => Warnings.Add(text),
        });
    }

    public RegistryHost Host { get; }

    public RegistryClient Client { get; }

    public List<string> Warnings { get; } = [];

    public static Task<HostedTarget> StartAsync(
        RegistryPersonality? personality = null,
        RegistryProfile? profile = null,
        RegistryConnection? connection = null,
        KeptUploads? uploads = null) =>
        StartAsync(
            new RegistryHostOptions { Personality = personality ?? RegistryPersonalities.Distribution3 },
            profile,
            credentials: null,
            connection,
            uploads);

    public static async Task<HostedTarget> StartAsync(
        RegistryHostOptions options,
        RegistryProfile? profile = null,
        ICredentialProvider? credentials = null,
        RegistryConnection? connection = null,
        KeptUploads? uploads = null) => new(
            await RegistryHost.StartAsync(options),
            profile,
            credentials,
            connection ?? new RegistryConnection(),
            uploads);

    public RegistryReference Reference(string repository = "team/app") => new(Host.Host, repository);

    public RegistryTarget Open(string repository = "team/app") => Client.Open(Reference(repository));

    /// <summary>The kinds of all requests so far, in order, and no more of them after.</summary>
    public List<RequestKind> Take()
    {
        var kinds = Host.Requests.All.Select(request => request.Kind).ToList();
        Host.Requests.Clear();
        return kinds;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _handler.Dispose();
        await Host.DisposeAsync();
    }
}
