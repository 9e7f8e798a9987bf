using System.Globalization;
using Migrator.Bindle.Sources.Server.Secrets;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server.Tokens;

/// <summary>Why a login that has ended cannot be renewed. No message holds a token.</summary>
/// <param name="path">The token file.</param>
/// <param name="login">What it holds; cut out of what an issuer says.</param>
internal sealed class TokenRefusal(string path, HeldToken login)
{
    private readonly HeldSecrets _secrets = HeldSecrets.Of(
        login.File.IdToken, login.File.RefreshToken, login.File.AccessToken);

    private readonly string _end = login.Claims is { Ends: var end }
        ? $"ended at {end.ToString("u", CultureInfo.InvariantCulture)}"
        : "has ended";

    /// <summary>Whoever runs the job has to log in.</summary>
    public BindleSourceException ForGood(string why, Exception? cause = null) => new(
        path,
        $"The login in {MessageText.Line(path)} {_end} and cannot be renewed: {Clean(why)}. Log in again: bindle "
        + "login.",
        cause) { Failure = SourceFailure.Credentials };

    /// <summary>It may work later.</summary>
    public BindleSourceException ForNow(string why, Exception? cause = null) => new(
        path,
        $"The login in {MessageText.Line(path)} {_end} and cannot be renewed now: {Clean(why)}. Run again later; if "
        + "that does not help, log in again: bindle login.",
        cause) { Failure = SourceFailure.Temporary };

    private string Clean(string text) =>
        MessageText.Line(MessageText.WithoutLogins(_secrets.Redact(text))).TrimEnd('.', '!');
}
