using System.Text;
using Migrator.Oci.Json;
using Migrator.Oci.Model;

namespace Migrator.Oci.Auth;

/// <summary>What proves to a registry who is there. Its text never shows the secret.</summary>
public sealed record RegistryCredential
{
    private RegistryCredential(string? user, string? password, string? identityToken, string? registryToken)
    {
        User = user;
        Password = password;
        IdentityToken = identityToken;
        RegistryToken = registryToken;
    }

    /// <summary>The user; null with a token.</summary>
    public string? User { get; }

    internal string? Password { get; }

    internal string? IdentityToken { get; }

    internal string? RegistryToken { get; }

    /// <summary>The secrets, which no text may show.</summary>
    internal IEnumerable<string> Secrets => new[] { Password, IdentityToken, RegistryToken }.OfType<string>();

    /// <summary>A user with a password.</summary>
    /// <param name="user">The user; has no colon.</param>
    /// <param name="password">The password, or an access token in its place.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">
    /// The user is empty or has a colon, where the password begins (RFC 7617 2).
    /// </exception>
    public static RegistryCredential Of(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentException.ThrowIfNullOrEmpty(user);
        if (!IsUser(user))
        {
            throw new ArgumentException("A user has no colon.", nameof(user));
        }

        return new RegistryCredential(user, password, identityToken: null, registryToken: null);
    }

    /// <summary>
    /// An identity token, which the token server changes into access tokens (OAuth2's refresh token).
    /// </summary>
    /// <param name="token">The token.</param>
    /// <returns>The credential.</returns>
    public static RegistryCredential OfIdentityToken(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new RegistryCredential(user: null, password: null, token, registryToken: null);
    }

    /// <summary>An access token for the registry itself.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The credential.</returns>
    public static RegistryCredential OfRegistryToken(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new RegistryCredential(user: null, password: null, identityToken: null, token);
    }

    /// <summary>The kind, and the user if there is one.</summary>
    /// <returns>Text without a secret.</returns>
    public override string ToString() => this switch
    {
        { RegistryToken: not null } => "registry token",
        { IdentityToken: not null } => "identity token",
        _ => $"user {User}",
    };

    /// <summary>Whether a text can be a user's name.</summary>
    internal static bool IsUser(string text) => text.Length > 0 && !text.Contains(':', StringComparison.Ordinal);

    /// <summary>The value of a Basic header.</summary>
    internal string ToBasic() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    /// <summary>Reads a member that holds <c>base64(user:password)</c>.</summary>
    /// <exception cref="ManifestFormatException">It holds something else, which the message does not show.</exception>
    internal static RegistryCredential OfBasic(JsonObject file, string member) =>
        OfBasicOrNull(file.Text(member)) ?? throw file.Fault(member, "expected USER:PASSWORD in base64");

    private static RegistryCredential? OfBasicOrNull(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var count))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, count).TrimEnd('\0');
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? Of(text[..colon], text[(colon + 1)..]) : null;
    }
}
