using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Sources.Server;

/// <summary>The token file of the Bindle client, which <c>bindle login</c> writes (spec/bindle.md 5.12).</summary>
public static class BindleTokenFile
{
    /// <summary>Reads the token that the client would send. It is not refreshed; an old one gives 401.</summary>
    /// <param name="bytes">The file, TOML.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="FormatException">The file is none, or has no <c>id_token</c>. No value is repeated.</exception>
    public static BindleServerCredential Read(ReadOnlyMemory<byte> bytes)
    {
        var document = TomlDocument.Read(bytes);
        if (document.Root is not { } root || !root.TryGet("id_token", out var node) || node is not TomlString token)
        {
            throw new FormatException(
                "The token file of the Bindle client is not TOML or has no id_token; log in again with bindle login.");
        }

        return BindleServerCredential.Bearer(token.Value);
    }
}
