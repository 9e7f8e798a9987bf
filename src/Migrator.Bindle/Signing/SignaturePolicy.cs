namespace Migrator.Bindle.Signing;

/// <summary>What the signatures of a bindle must be like. Each member says where it is stricter than Bindle.</summary>
public sealed record SignaturePolicy
{
    /// <summary>Which signatures must be valid and known. Default: that of Bindle's server.</summary>
    public VerificationStrategy Strategy { get; init; } = VerificationStrategy.GreedyVerification;

    /// <summary>What becomes of a bindle without any signature. Default: refused.</summary>
    public UnsignedBindles Unsigned { get; init; } = UnsignedBindles.Refuse;

    /// <summary>
    /// Whether a key counts only in the roles that the keyring gives it. Default: yes; Bindle does not look
    /// (<see cref="SigningFindings.RoleNotGranted"/>).
    /// </summary>
    public bool KeepsKeysToTheirRoles { get; init; } = true;

    /// <summary>
    /// Whether one key may sign only once, in whatever role. Default: yes; Bindle asks for it in its documents and does
    /// not look (<see cref="SigningFindings.SignedTwice"/>).
    /// </summary>
    public bool RefusesRepeatedKeys { get; init; } = true;

    /// <summary>
    /// Whether a control character in signed text is refused, for by it two invoices share one signature. Default: yes;
    /// Bindle does not look (<see cref="SigningFindings.AmbiguousText"/>).
    /// </summary>
    public bool RefusesAmbiguousText { get; init; } = true;

    /// <summary>
    /// The most signatures that are judged; with more, none is, and the invoice is refused
    /// (<see cref="SigningFindings.TooManySignatures"/>). Default: 256; at least 1. Bindle has no limit.
    /// </summary>
    public int MaxSignatures { get; init; } = 256;

    /// <summary>The policy that gives the verdicts of Bindle 0.9.1, none stricter.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <returns>The policy.</returns>
    public static SignaturePolicy AsBindle(VerificationStrategy strategy) => new()
    {
        Strategy = strategy,
        KeepsKeysToTheirRoles = false,
        RefusesRepeatedKeys = false,
        RefusesAmbiguousText = false,
        MaxSignatures = int.MaxValue,
    };
}
