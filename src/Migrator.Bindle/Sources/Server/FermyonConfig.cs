using System.Collections.Immutable;
using System.Text.Json;

namespace Migrator.Bindle.Sources.Server;

/// <summary>
/// The login that Spin and its plugins keep for Fermyon Cloud or the Fermyon Platform (spec/cloud-deploy.md 6.1).
/// </summary>
public sealed class FermyonConfig
{
    private readonly Login? _platform;
    private readonly Login? _cloud;

    private FermyonConfig(Login? platform, Login? cloud, ImmutableArray<string> problems)
    {
        _platform = platform;
        _cloud = cloud;
        Problems = problems;
    }

    /// <summary>The Bindle server of a self-hosted platform; null when the login is none of these.</summary>
    public BindleServerAddress? PlatformServer => _platform?.Server;

    /// <summary>The cloud's or platform's own address; null when the file has none.</summary>
    public BindleServerAddress? CloudServer => _cloud?.Server;

    /// <summary>Why one of the two logins is left out, as sentences; no value is repeated.</summary>
    public ImmutableArray<string> Problems { get; }

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
        return IsOf(_platform, server) ? _platform!.Credential : IsOf(_cloud, server) ? _cloud!.Credential : null;
    }

    private static FermyonConfig Read(JsonElement root)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var platform = ReadOne(root, "bindle_url", OfPlatform, problems);
        var cloud = ReadOne(root, "url", OfCloud, problems);
        return new FermyonConfig(platform, cloud, problems.DrainToImmutable());
    }

    // The two logins are apart: one that is unfit says nothing about the other.
    private static Login? ReadOne(
        JsonElement root,
        string address,
        Func<JsonElement, BindleServerCredential?> read,
        ImmutableArray<string>.Builder problems)
    {
        try
        {
            return root.TextOrNull(address) is { } text ? new Login(BindleServerAddress.Parse(text), read(root)) : null;
        }
        catch (FormatException failure)
        {
            problems.Add($"The login for its {address} is left out. {failure.Message}");
            return null;
        }
    }

    private static BindleServerCredential? OfPlatform(JsonElement root) =>
        root.TextOrNull("bindle_username") is { } user
            ? BindleServerCredential.Basic(user, root.TextOrNull("bindle_password") ?? "")
            : null;

    private static BindleServerCredential? OfCloud(JsonElement root) =>
        root.TextOrNull("token") is { } token ? BindleServerCredential.Bearer(token) : null;

    private static bool IsOf(Login? login, BindleServerAddress server) =>
        login is not null && login.Server.Origin.Equals(server.Origin, StringComparison.OrdinalIgnoreCase);

    private sealed record Login(BindleServerAddress Server, BindleServerCredential? Credential);
}
