using Migrator.Cloud.Api.Model;
using Migrator.Shared;

namespace Migrator.Cloud.Deployment;

/// <summary>The command that goes back, as a shell takes it.</summary>
internal static class WayBackCommand
{
    /// <summary>Words it. The id goes along: names of a cloud may differ in their case alone.</summary>
    /// <param name="app">The application.</param>
    /// <param name="revision">The revision to go back to.</param>
    /// <param name="options">Options that lead to the cloud, as a shell reads them; empty for none.</param>
    public static string Of(AppItem app, string revision, string options) =>
        $"bindle2oci rollback {ShellWords.Quote(app.Name)} --app-id {app.Id} --revision {ShellWords.Quote(revision)}"
        + (options.Length == 0 ? "" : " " + options);
}
