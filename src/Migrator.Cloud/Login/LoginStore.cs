using System.Collections.Immutable;
using System.Text.Json;

namespace Migrator.Cloud.Login;

/// <summary>
/// The logins of a user, in the folder and form of the plugin: <c>config.json</c>, or <c>ENVIRONMENT.json</c>
/// (spec/cloud-deploy.md 6.1). Either tool can use what the other has written.
/// </summary>
/// <param name="folder">
/// The folder, usually <c>fermyon</c> in the user's configuration; made when a login is written.
/// </param>
public sealed class LoginStore(string folder)
{
    private const string DefaultStem = "config";
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The file of a login.</summary>
    /// <param name="environment">The environment's name; null for the default one.</param>
    /// <returns>Its path, whether it is there or not.</returns>
    /// <exception cref="LoginException">The name is none of a file.</exception>
    public string PathOf(string? environment)
    {
        var stem = environment ?? DefaultStem;
        return stem.Length is > 0 and <= 128 && stem.All(IsOfAName) && stem[0] != '.'
            ? Path.Combine(folder, stem + ".json")
            : throw new LoginException(
                "The name of an environment has 1 to 128 letters, digits, '.', '_' and '-', and does not begin "
                + "with '.'.");
    }

    /// <summary>Reads a login.</summary>
    /// <param name="environment">The environment's name; null for the default one.</param>
    /// <returns>The login; null when there is none.</returns>
    /// <exception cref="LoginException">The file cannot be read, or is none of a login.</exception>
    public CloudLogin? ReadOrNull(string? environment)
    {
        var path = PathOf(environment);
        return File.Exists(path)
            ? TryRead(path) ?? throw Fault(path, "is not a login: it has no url and token", cause: null)
            : null;
    }

    /// <summary>Writes a login, for its owner's eyes only.</summary>
    /// <param name="environment">The environment's name; null for the default one.</param>
    /// <param name="login">The login.</param>
    /// <exception cref="LoginException">The file cannot be written.</exception>
    public void Write(string? environment, CloudLogin login)
    {
        ArgumentNullException.ThrowIfNull(login);
        var path = PathOf(environment);
        try
        {
            PrivateFile.Write(path, LoginFile.Write(login));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, $"cannot be written: {cause.Message.TrimEnd('.')}", cause);
        }
    }

    /// <summary>Forgets a login.</summary>
    /// <param name="environment">The environment's name; null for the default one.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="LoginException">The file cannot be deleted.</exception>
    public bool Delete(string? environment)
    {
        var path = PathOf(environment);
        try
        {
            var wasThere = File.Exists(path);
            File.Delete(path);
            return wasThere;
        }
        catch (DirectoryNotFoundException)
        {
            // Nobody has ever logged in.
            return false;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, $"cannot be deleted: {cause.Message.TrimEnd('.')}", cause);
        }
    }

    /// <summary>Lists the environments that have a login; other JSON files of the folder are passed over.</summary>
    /// <returns>Their names in ordinal order; null stands for the default one and comes first.</returns>
    public ImmutableArray<string?> List() => Directory.Exists(folder)
        ?
        [
            .. Directory.GetFiles(folder, "*.json")
                .Where(IsLogin)
                .Select(path => Path.GetFileNameWithoutExtension(path))
                .Select(stem => stem == DefaultStem ? null : stem)
                .Order(StringComparer.Ordinal),
        ]
        : [];

    private static bool IsOfAName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-';

    private static bool IsLogin(string path)
    {
        try
        {
            return TryRead(path) is not null;
        }
        catch (LoginException)
        {
            // What cannot be read is no login to choose; reading it by its name says why.
            return false;
        }
    }

    private static CloudLogin? TryRead(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaxBytes ? LoginFile.ReadOrNull(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            // What a parser says of broken JSON quotes it, and it may be a token without its quotes.
            throw Fault(path, "is not JSON", cause: null);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, $"cannot be read: {cause.Message.TrimEnd('.')}", cause);
        }
    }

    private static LoginException Fault(string path, string fault, Exception? cause) =>
        new($"The login file {path} {fault}. Mend or remove it, or log in again: bindle2oci login.", cause);
}
