namespace Migrator.Oci.Auth;

/// <summary>How a login went along with a request.</summary>
internal enum SentLogin
{
    /// <summary>Not at all: none was found, or the request asks for none.</summary>
    None,

    /// <summary>As it is: a password, an identity token or a token of the user's own.</summary>
    AsItIs,

    /// <summary>By a token that the token server gave for it, and who gave that has accepted the login.</summary>
    ByToken,
}
