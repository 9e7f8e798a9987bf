using System.Collections.Immutable;
using System.IO.Enumeration;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch;

/// <summary>Which bindles of the sources are meant.</summary>
public sealed record BatchSelection
{
    /// <summary>
    /// Whether only the highest version of each name is taken, of those that the rest but <see cref="SignedBy"/>
    /// allows.
    /// </summary>
    public bool Latest { get; init; }

    /// <summary>The versions that are taken; null for all.</summary>
    public BindleVersionRange? Versions { get; init; }

    /// <summary>Whether pre-releases are taken. Default: yes.</summary>
    public bool Prereleases { get; init; } = true;

    /// <summary>Whether yanked bindles are taken. Default: no.</summary>
    public bool Yanked { get; init; }

    /// <summary>
    /// Whether doubtful spellings that Bindle servers took are taken, with a warning. Default: no. Whoever opens
    /// servers has to be told, too (<see cref="BatchPlaces.OpenServer"/>).
    /// </summary>
    public bool Lenient { get; init; }

    /// <summary>The size of the largest parcel that is taken, in bytes. Default: 4 GiB.</summary>
    public long MaxParcelSize { get; init; } = new VerificationPolicy().MaxParcelSize;

    /// <summary>Patterns of names that are taken, with <c>*</c> and <c>?</c>; empty for all.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Patterns of names that are not taken.</summary>
    public ImmutableArray<string> Except { get; init; } = [];

    /// <summary>Labels of the keyring, one of which must have signed validly; empty for no such rule.</summary>
    public ImmutableArray<string> SignedBy { get; init; } = [];

    /// <summary>Why a bindle is not meant, as far as its id tells; null when it is.</summary>
    internal LeftOut? Judge(BindleId id, bool yanked) =>
        !IsNamed(id.Name) ? LeftOut.Name
        : Versions?.Contains(id.Version) == false ? LeftOut.Version
        : !Prereleases && id.Version.IsPrerelease ? LeftOut.Prerelease
        : yanked && !Yanked ? LeftOut.Yanked
        : null;

    /// <summary>
    /// Why a bindle is not meant, as far as only its invoice tells: servers list what was yanked without saying so in
    /// every case, and named bindles are not listed at all. Null when it is.
    /// </summary>
    internal LeftOut? Judge(VerificationOutcome outcome) =>
        outcome.Findings.Any(finding => finding.IsError && finding.Kind == VerifyFindings.Yanked) ? LeftOut.Yanked
        : SignedBy.IsEmpty || IsSigned(outcome.Signatures) ? null
        : LeftOut.NotSignedBy;

    /// <summary>Whether a bindle's name is one of those that patterns mean; no pattern means all.</summary>
    internal static bool IsMeant(ImmutableArray<string> patterns, BindleId id) =>
        patterns.IsEmpty || Matches(patterns, id.Name);

    private bool IsSigned(SignatureVerdict? verdict) =>
        verdict is not null && verdict.Signatures.Any(signature => signature.IsValid
            && signature.KnownAs.Any(entry => SignedBy.Contains(entry.Label, StringComparer.Ordinal)));

    private bool IsNamed(string name) => (Names.IsEmpty || Matches(Names, name)) && !Matches(Except, name);

    private static bool Matches(ImmutableArray<string> patterns, string name) =>
        patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
}
