using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>What keyrings and signatures can show (spec/bindle.md 4 and 10.4; the row is named with each).</summary>
public static class SigningFindings
{
    /// <summary>The keyring is no TOML (row 79).</summary>
    public static readonly FindingKind KeyringNotToml = Error("BM2400", "keyring is not TOML");

    /// <summary>A field of the keyring is missing or of another type (row 79).</summary>
    public static readonly FindingKind KeyringField = Error("BM2401", "keyring field missing or of the wrong type");

    /// <summary>A field that keyrings do not have; Bindle passes over it.</summary>
    public static readonly FindingKind KeyringUnknownField = Warning("BM2402", "unknown field in keyring");

    /// <summary>A role that no version of Bindle has (row 79).</summary>
    public static readonly FindingKind KeyringUnknownRole = Error("BM2403", "unknown role in keyring");

    /// <summary>A key that is none; Bindle passes over the entry (row 77).</summary>
    public static readonly FindingKind KeyringBrokenKey = Warning("BM2404", "broken key in keyring");

    /// <summary>The file has secret keys and is no keyring (row 81).</summary>
    public static readonly FindingKind KeyringIsSecret = Error("BM2405", "secret key file given as keyring");

    /// <summary>A key pair whose halves do not belong together (row 82).</summary>
    public static readonly FindingKind KeyPairMismatch = Error("BM2406", "key pair does not match");

    /// <summary>An entry's label that its key did not sign; nothing of Bindle ever looked.</summary>
    public static readonly FindingKind KeyringLabelSignature = Warning("BM2407", "label signature is not valid");

    /// <summary>A key listed more than once; its roles add up.</summary>
    public static readonly FindingKind KeyringRepeatedKey = Note("BM2408", "key listed twice in keyring");

    /// <summary>A keyring in which no key can be used; then no signature is by a known key.</summary>
    public static readonly FindingKind KeyringWithoutKeys = Warning("BM2409", "keyring without keys");

    /// <summary>A keyring of another version than 1.0; Bindle does not look.</summary>
    public static readonly FindingKind KeyringVersion = Warning("BM2410", "unknown version of the keyring");

    /// <summary>The label's signature in the spelling of the documents, which Bindle does not read (row 80).</summary>
    public static readonly FindingKind KeyringLabelSpelling = Note("BM2411", "label_signature read as labelSignature");

    /// <summary>Keys are trusted because the bindle's own server names them.</summary>
    public static readonly FindingKind HostKeysOfServer = Warning("BM2412", "host keys given by the server itself");

    /// <summary>The invoice is signed, and nobody asked to judge that.</summary>
    public static readonly FindingKind NotJudged = Note("BM2430", "signatures not judged");

    /// <summary>The signatures are not what the policy asks for (rows 67, 68, 70, 74, 76 to 78).</summary>
    public static readonly FindingKind PolicyNotMet = Error("BM2431", "signature policy not met");

    /// <summary>The signatures are what the policy asks for.</summary>
    public static readonly FindingKind PolicyMet = Note("BM2432", "signature policy met");

    /// <summary>The invoice is not signed, and the policy takes that (row 67).</summary>
    public static readonly FindingKind UnsignedAccepted = Warning("BM2433", "unsigned bindle accepted");

    /// <summary>What the signatures cover, and what anyone could have changed (rows 69 and 71).</summary>
    public static readonly FindingKind Coverage = Note("BM2434", "what the signatures cover");

    /// <summary>A signature that says a key of the keyring and is not valid (row 74).</summary>
    public static readonly FindingKind InvalidByKnownKey = Warning("BM2435", "invalid signature by a known key");

    /// <summary>A signature that is not valid and says a key that nobody knows; anyone could add it (row 74).</summary>
    public static readonly FindingKind InvalidByUnknownKey = Warning("BM2436", "invalid signature by an unknown key");

    /// <summary>
    /// A valid signature by a key that is not in the keyring; a warning when the verdict may hang on it.
    /// </summary>
    public static readonly FindingKind UnknownKey = Note("BM2437", "signature by an unknown key");

    /// <summary>The signer's label differs from the keyring's.</summary>
    public static readonly FindingKind OtherLabel = Warning("BM2438", "signer's label differs from the keyring");

    /// <summary>
    /// Stricter than Bindle: a key counts only in the roles that the keyring gives it. A warning when the verdict does
    /// not hang on it (row 73).
    /// </summary>
    public static readonly FindingKind RoleNotGranted = Error("BM2450", "key used in a role it does not have");

    /// <summary>Stricter than Bindle, as its documents ask: one key signs once, whatever the role (row 72).</summary>
    public static readonly FindingKind SignedTwice = Error("BM2451", "key signed twice");

    /// <summary>
    /// Stricter than Bindle: a control character in signed text, by which two invoices share a signature (rows 8, 9).
    /// </summary>
    public static readonly FindingKind AmbiguousText = Error("BM2452", "signed text is ambiguous");

    /// <summary>Stricter than Bindle: more signatures than are judged.</summary>
    public static readonly FindingKind TooManySignatures = Error("BM2453", "too many signatures");

    private static FindingKind Error(string code, string title) => new(code, FindingLevel.Error, title);

    private static FindingKind Warning(string code, string title) => new(code, FindingLevel.Warning, title);

    private static FindingKind Note(string code, string title) => new(code, FindingLevel.Note, title);
}
