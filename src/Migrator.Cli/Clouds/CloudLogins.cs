using Migrator.Cli.Commands;
using Migrator.Cloud.Api;
using Migrator.Cloud.Login;

namespace Migrator.Cli.Clouds;

/// <summary>The logins at clouds, where Spin's plugin for the cloud keeps them.</summary>
internal static class CloudLogins
{
    /// <summary>The store of logins.</summary>
    /// <exception cref="UsageException">There is no place for settings.</exception>
    public static LoginStore StoreOf(CliContext context) => context.SettingsFolder is { Length: > 0 } settings
        ? new LoginStore(Path.Combine(settings, "fermyon"))
        : throw new UsageException("There is no folder for settings; set HOME or XDG_CONFIG_HOME.");

    /// <summary>The login to deploy with.</summary>
    /// <param name="store">Where logins are.</param>
    /// <param name="environment">Its name; null for the default one.</param>
    /// <param name="wanted">The cloud that the command line names; null when it names none.</param>
    /// <exception cref="LoginException">There is none, or it is for another cloud, or for none.</exception>
    public static CloudLogin Require(LoginStore store, string? environment, Uri? wanted)
    {
        if (store.ReadOrNull(environment) is not { } login)
        {
            throw new LoginException(
                $"There is no login{(environment is null ? "" : $" of the environment {environment}")}. "
                + $"Log in: bindle2oci login{(environment is null ? "" : $" --environment {environment}")}.");
        }

        if (login.BindleUrl is not null)
        {
            throw new LoginException(
                $"The login is for {login.Url.Host}, a platform of one's own, which runs bindles and no OCI artifacts. "
                + "Log in to a cloud: bindle2oci login.");
        }

        if (!CloudUrl.IsSafe(login.Url))
        {
            throw new LoginException(
                $"The login is for {login.Url}, and over http anybody on the way could read its token. Log in again "
                + "by https: bindle2oci login --cloud-url https://HOST.");
        }

        return wanted is null || wanted == login.Url
            ? login
            : throw new LoginException(
                $"The login is for {login.Url}, and --cloud-url names {wanted}. Log in there, or name the "
                + "environment that has that login: --environment.");
    }
}
