using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Migrator.Testing.Registries;

/// <summary>How a <see cref="RegistryProcess"/> is set up.</summary>
public sealed record RegistryProcessOptions
{
    /// <summary>The one account of a registry with <see cref="Password"/>.</summary>
    public const string UserName = "mover";

    /// <summary>The password of <see cref="UserName"/>.</summary>
    public const string UserPassword = "let-me-in";

    /// <summary>What no output may have of the account: its password, plain or in a Basic header, and tokens.</summary>
    public static IReadOnlyList<string> Secrets { get; } =
        [UserPassword, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{UserPassword}")), "eyJ"];

    /// <summary>
    /// Whether <see cref="UserName"/> must log in with a password (basic authentication from an htpasswd file).
    /// </summary>
    public bool Password { get; init; }

    /// <summary>The host whose <c>/token</c> gives out the tokens this registry asks for; null for no tokens.</summary>
    public RegistryHost? TokenHost { get; init; }

    /// <summary>The certificate with private key it listens with; null for plain http.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The authority client certificates must come from; null to ask for none.</summary>
    public PrivateAuthority? ClientAuthority { get; init; }

    /// <summary>Whether it refuses every write (405 UNSUPPORTED), as a registry in maintenance does.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Whether it remembers which blobs it has, as it does with Debian's own configuration. What a test then takes off
    /// its disk may still be there for it.
    /// </summary>
    public bool RemembersBlobs { get; init; }
}
