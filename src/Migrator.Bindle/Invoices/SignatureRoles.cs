namespace Migrator.Bindle.Invoices;

/// <summary>The spelling of roles in invoices and signed text (spec/bindle.md 2.5, 4.2).</summary>
public static class SignatureRoles
{
    /// <summary>The role as written in an invoice.</summary>
    /// <param name="role">The role.</param>
    /// <returns>Lower case, for example <c>creator</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is no role.</exception>
    public static string ToText(SignatureRole role) => role switch
    {
        SignatureRole.Creator => "creator",
        SignatureRole.Proxy => "proxy",
        SignatureRole.Host => "host",
        SignatureRole.Approver => "approver",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role of a signature."),
    };

    /// <summary>Reads a role.</summary>
    /// <param name="text">Exactly one of the four lower-case words.</param>
    /// <param name="role">The role, when the text is one.</param>
    /// <returns>Whether the text is a role.</returns>
    public static bool TryParse(string? text, out SignatureRole role)
    {
        (role, var isRole) = text switch
        {
            "creator" => (SignatureRole.Creator, true),
            "proxy" => (SignatureRole.Proxy, true),
            "host" => (SignatureRole.Host, true),
            "approver" => (SignatureRole.Approver, true),
            _ => (default, false),
        };
        return isRole;
    }
}
