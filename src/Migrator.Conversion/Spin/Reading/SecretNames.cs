using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>
/// Points out environment values whose names promise a secret: they go along in clear, as in the bindle.
/// </summary>
internal static class SecretNames
{
    private static readonly string[] Words =
        ["SECRET", "PASSWORD", "PASSWD", "PWD", "PASSPHRASE", "TOKEN", "APIKEY", "CREDENTIAL", "CREDENTIALS", "KEY"];

    /// <summary>Checks a component's environment.</summary>
    /// <param name="component">The component.</param>
    /// <param name="subject">How it is called.</param>
    /// <param name="position">Where its environment stands.</param>
    /// <param name="scope">Where findings go.</param>
    public static void Check(SpinComponent component, string subject, TomlPosition position, ManifestScope scope)
    {
        var names = component.Environment
            .Where(item => item.Value.Length > 0 && IsSecret(item.Key))
            .Select(item => item.Key);
        var list = string.Join(", ", names);
        if (list.Length > 0)
        {
            scope.Add(
                ManifestFindings.SecretInClear,
                subject,
                $"The environment names what may be secrets ({list}); their values go along in clear, readable by " +
                "whoever can pull the artifact.",
                position);
        }
    }

    private static bool IsSecret(string name) => name
        .Split('_', '-', '.')
        .Any(part => Words.Contains(part, StringComparer.OrdinalIgnoreCase));
}
