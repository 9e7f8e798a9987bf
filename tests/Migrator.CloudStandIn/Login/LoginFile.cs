using System.Text.Json.Nodes;
using Migrator.StandIn.Api;

namespace Migrator.StandIn.Login;

/// <summary>Login files as the plugin writes them (6.1).</summary>
public static class LoginFile
{
    /// <summary>Writes the file of a stand-in's login.</summary>
    /// <param name="standIn">The stand-in.</param>
    /// <param name="folder">The user's configuration folder; the file is below it.</param>
    /// <param name="environment">The environment; null for the default one.</param>
    /// <param name="login">The login; null for that of the start.</param>
    /// <returns>The file: <c>FOLDER/fermyon/config.json</c>.</returns>
    public static async Task<string> WriteAsync(
        CloudStandIn standIn,
        string folder,
        string? environment = null,
        LoginTokens? login = null)
    {
        ArgumentNullException.ThrowIfNull(standIn);
        var place = Directory.CreateDirectory(Path.Combine(folder, "fermyon")).FullName;
        var file = Path.Combine(place, (environment ?? "config") + ".json");
        await File.WriteAllTextAsync(file, TextOf(standIn.Address, login ?? standIn.Login));
        return file;
    }

    private static string TextOf(Uri address, LoginTokens login) => new JsonObject
    {
        ["url"] = address.ToString(),
        ["danger_accept_invalid_certs"] = false,
        ["token"] = login.Token,
        ["refresh_token"] = login.RefreshToken,
        ["expiration"] = Shapes.Time(login.Expiration),
    }.ToJsonString();
}
