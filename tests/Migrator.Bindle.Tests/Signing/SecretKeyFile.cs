using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Tests.Signing;

/// <summary>The public halves of a file of secret keys (spec/bindle.md 4.5), which the product never reads.</summary>
internal static class SecretKeyFile
{
    public static KeyringEntry[] ReadPublic(string file)
    {
        var reader = new TomlTableReader(TomlDocument.Read(File.ReadAllBytes(file)).Root!, "", []);
        return [.. reader.Tables("key").Select(ReadPublic)];
    }

    private static KeyringEntry ReadPublic(TomlTableReader key) => new(
        Convert.ToBase64String(Convert.FromBase64String(key.RequiredString("keypair")!)[32..]),
        key.RequiredString("label")!,
        [.. key.Strings("roles").Select(RoleOf)]);

    private static SignatureRole RoleOf(string text) =>
        SignatureRoles.TryParse(text, out var role) ? role : throw new FormatException(text);
}
