using System.Text.Json;

namespace Migrator.Bindle.Sources.Server;

/// <summary>
/// The login that Spin and its plugins keep for Fermyon Cloud or the Fermyon Platform (spec/cloud-deploy.md 6.1).
/// </summary>
public sealed class FermyonConfig
{
    private readonly BindleServerCredential? _platform;
    private readonly BindleServerCredential? _cloud;

    private FermyonConfig(
        BindleServerAddress? platformServer, BindleServerCredential? platform,
        BindleServerAddress? cloudServer, BindleServerCredential? cloud)
    {
        PlatformServer = platformServer;
        _platform = platform;
        CloudServer = cloudServer;
        _cloud = cloud;
    }

    /// <summary>The Bindle server of a self-hosted platform; null when the login is none of these.</summary>
    public BindleServerAddress? PlatformServer { get; }

    /// <summary>The cloud's or platform's own address; null when the file has none.</summary>
    public BindleServerAddress? CloudServer { get; }

    /// <summary>Reads the file; fields that it may have beside are ignored, as its readers do.</summary>
    /// <param name="bytes">The file, JSON.</param>
    /// <returns>The login.</returns>
    /// <exception cref="FormatException">The file is not such a file. No value is repeated.</exception>
    public static FermyonConfig Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : throw new FormatException("The Fermyon configuration is not a JSON object.");
        }
        catch (JsonException)
        {
            // The parser's own message may quote the text.
            throw new FormatException("The Fermyon configuration is not JSON; log in again.");
        }
    }

    /// <summary>The login for a server; none for a server that it was not made for.</summary>
    /// <param name="server">The server that is to be asked.</param>
    /// <returns>User and password, or the token; null when the file is about another origin.</returns>
    public BindleServerCredential? CredentialFor(BindleServerAddress server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return IsOf(PlatformServer, server) ? _platform : IsOf(CloudServer, server) ? _cloud : null;
    }

    private static FermyonConfig Read(JsonElement root)
    {
        var user = root.TextOrNull("bindle_username");
        var token = root.TextOrNull("token");
        return new FermyonConfig(
            Address(root, "bindle_url"),
            user is null ? null : BindleServerCredential.Basic(user, root.TextOrNull("bindle_password") ?? ""),
            Address(root, "url"),
            token is null ? null : BindleServerCredential.Bearer(token));
    }

    private static bool IsOf(BindleServerAddress? login, BindleServerAddress server) =>
        login is not null && login.Origin.Equals(server.Origin, StringComparison.OrdinalIgnoreCase);

    private static BindleServerAddress? Address(JsonElement root, string name) =>
        root.TextOrNull(name) is { } text ? BindleServerAddress.Parse(text) : null;
}
