using System.Text;
using Migrator.Bindle.Sources.Server.Secrets;

namespace Migrator.Bindle.Sources.Server;

/// <summary>
/// What a Bindle server is shown to let us in: a ready <c>Authorization</c> header (spec/bindle.md 5.10).
/// </summary>
/// <remarks>Holds a secret and never shows it: not as text, and not in what a server answers.</remarks>
public sealed class BindleServerCredential
{
    private readonly HeldSecrets _secrets;

    private BindleServerCredential(string header, string kind, params string[] secrets)
    {
        Header = header;
        Kind = kind;
        _secrets = HeldSecrets.Of(secrets);
    }

    /// <summary>What kind of credential it is, for messages: <c>a user and password</c>, <c>a token</c>.</summary>
    public string Kind { get; }

    /// <summary>The header's value.</summary>
    internal string Header { get; }

    /// <summary>HTTP Basic with standard base64, which is the only form that servers take.</summary>
    /// <param name="user">The user's name; without a colon.</param>
    /// <param name="password">The password; may hold colons.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="FormatException">The user's name is empty or holds a colon.</exception>
    public static BindleServerCredential Basic(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        if (user.Length == 0 || user.Contains(':', StringComparison.Ordinal))
        {
            throw new FormatException("The user's name for the Bindle server is empty or holds a colon.");
        }

        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return new BindleServerCredential($"Basic {encoded}", "a user and password", encoded, password);
    }

    /// <summary>A token, of an OIDC provider or one that lives long.</summary>
    /// <param name="token">The token as it is given out; visible ASCII.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="FormatException">
    /// The token cannot stand in a header. The message does not repeat it.
    /// </exception>
    public static BindleServerCredential Bearer(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.Length > 0 && token.All(c => c is > ' ' and < '\u007F')
            ? new BindleServerCredential($"Bearer {token}", "a token", token)
            : throw new FormatException("The token for the Bindle server is empty or holds a character that cannot be "
                + "sent.");
    }

    /// <summary>Says what it is and not what it holds.</summary>
    /// <returns><see cref="Kind"/>.</returns>
    public override string ToString() => Kind;

    /// <inheritdoc cref="HeldSecrets.AreIn"/>
    internal bool IsIn(ReadOnlySpan<byte> document) => _secrets.AreIn(document);

    /// <inheritdoc cref="HeldSecrets.Redact"/>
    internal string Redact(string text) => _secrets.Redact(text);
}
