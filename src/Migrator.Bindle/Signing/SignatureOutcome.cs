namespace Migrator.Bindle.Signing;

/// <summary>Whether the signatures of an invoice are enough.</summary>
public enum SignatureOutcome
{
    /// <summary>They are what the policy asks for.</summary>
    Accepted,

    /// <summary>There is none, and the policy takes that.</summary>
    AcceptedUnsigned,

    /// <summary>They are not what the policy asks for.</summary>
    Refused,
}
