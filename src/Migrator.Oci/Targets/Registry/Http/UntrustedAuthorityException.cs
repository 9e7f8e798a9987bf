using System.Security.Authentication;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Nobody who is trusted has signed a registry's certificate.</summary>
internal sealed class UntrustedAuthorityException(string message) : AuthenticationException(message);
