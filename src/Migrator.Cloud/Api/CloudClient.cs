using Migrator.Cloud.Api.Http;

namespace Migrator.Cloud.Api;

/// <summary>
/// The API of one cloud (spec/cloud-deploy.md 1.2 to 1.4): both the era of explicit channels and that of implicit
/// activation.
/// </summary>
/// <remarks>
/// Safe for use by several threads at once. Every member throws <see cref="CloudException"/> when the cloud does not
/// do what it is asked; a request whose token is refused is sent once more with a new one.
/// </remarks>
public sealed class CloudClient : IDisposable
{
    private readonly CloudHttp _http;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="options">Where the cloud is, and how it is reached.</param>
    /// <exception cref="ArgumentException">The address is not one of a cloud.</exception>
    public CloudClient(CloudOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Url = options.Url;
        _http = new CloudHttp(options);
        Apps = new AppsApi(_http);
        Channels = new ChannelsApi(_http);
        Revisions = new RevisionsApi(_http);
        Variables = new VariablesApi(_http);
        KeyValues = new KeyValuesApi(_http);
        SqlDatabases = new SqlDatabasesApi(_http);
        Tokens = new TokensApi(_http);
        Document = new DocumentApi(_http);
        Artifacts = new ArtifactsApi(_http);
    }

    /// <summary>The cloud's address.</summary>
    public Uri Url { get; }

    /// <summary>Applications.</summary>
    public AppsApi Apps { get; }

    /// <summary>Channels: which revision is live.</summary>
    public ChannelsApi Channels { get; }

    /// <summary>Revisions: registered versions.</summary>
    public RevisionsApi Revisions { get; }

    /// <summary>Variables of applications.</summary>
    public VariablesApi Variables { get; }

    /// <summary>Key-value stores, their pairs and links.</summary>
    public KeyValuesApi KeyValues { get; }

    /// <summary>SQL databases and links.</summary>
    public SqlDatabasesApi SqlDatabases { get; }

    /// <summary>Tokens and device codes: logins.</summary>
    public TokensApi Tokens { get; }

    /// <summary>What the cloud says of itself.</summary>
    public DocumentApi Document { get; }

    /// <summary>What was pushed.</summary>
    internal ArtifactsApi Artifacts { get; }

    /// <summary>Keeps a token out of messages, and reads no document that holds it.</summary>
    internal void Hide(string token) => _http.Secrets.AddToken(token);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
