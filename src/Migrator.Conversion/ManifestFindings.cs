using Migrator.Bindle.Verification;

namespace Migrator.Conversion;

/// <summary>Findings about a bindle's Spin manifest, BM3000 to BM3099 (spec/spin-oci.md 1, 2 and 6).</summary>
public static class ManifestFindings
{
    /// <summary>No parcel has the media type of a Spin manifest (spec/spin-oci.md 2).</summary>
    public static readonly FindingKind NotASpinApplication =
        new("BM3000", FindingLevel.Error, "the bindle is no Spin application");

    /// <summary>Several parcels have the media type of a Spin manifest; Spin refuses, equal or not.</summary>
    public static readonly FindingKind SeveralManifests = new("BM3001", FindingLevel.Error, "several Spin manifests");

    /// <summary>A media type is Spin's but for case, parameters or white space; Spin does not see it.</summary>
    public static readonly FindingKind ManifestMediaType =
        new("BM3002", FindingLevel.Error, "Spin's media type is misspelled");

    /// <summary>The Spin manifest is larger than any that is read.</summary>
    public static readonly FindingKind ManifestTooLarge =
        new("BM3003", FindingLevel.Error, "the Spin manifest is too large");

    /// <summary>A parcel that must be read differs from its label.</summary>
    public static readonly FindingKind ParcelUnreadable =
        new("BM3004", FindingLevel.Error, "a parcel is not what the invoice says");

    /// <summary>The Spin manifest's text cannot be read.</summary>
    public static readonly FindingKind ManifestSyntax =
        new("BM3010", FindingLevel.Error, "the Spin manifest is not TOML");

    /// <summary>A key that Spin's bindle loader refuses.</summary>
    public static readonly FindingKind UnknownKey =
        new("BM3011", FindingLevel.Error, "unknown key in the Spin manifest");

    /// <summary>A key that must be there.</summary>
    public static readonly FindingKind MissingKey =
        new("BM3012", FindingLevel.Error, "missing key in the Spin manifest");

    /// <summary>A value of another type than its key needs.</summary>
    public static readonly FindingKind WrongType =
        new("BM3013", FindingLevel.Error, "wrong type in the Spin manifest");

    /// <summary>A component's trigger is not what the application's trigger needs (spec/spin-oci.md 1.3).</summary>
    public static readonly FindingKind TriggerMalformed = new("BM3014", FindingLevel.Error, "a trigger is malformed");

    /// <summary>A plugin's trigger that looks like HTTP or Redis; we go by the application's trigger.</summary>
    public static readonly FindingKind TriggerResolved =
        new("BM3015", FindingLevel.Warning, "a trigger that Spin's bindle loader mistook");

    /// <summary>A key of an HTTP or Redis trigger that Spin ignores.</summary>
    public static readonly FindingKind TriggerKeyDropped =
        new("BM3016", FindingLevel.Warning, "a trigger's key is dropped");

    /// <summary>Spin 1 does not carry the executor of a Redis trigger.</summary>
    public static readonly FindingKind RedisExecutorDropped =
        new("BM3017", FindingLevel.Note, "the executor of a Redis trigger is dropped");

    /// <summary>A Wagi executor calls another function than <c>_start</c>.</summary>
    public static readonly FindingKind WagiEntrypoint =
        new("BM3018", FindingLevel.Warning, "a Wagi entry point that Spin 3 refuses");

    /// <summary>The variables stand in <c>config</c>, which Spin 0.5 renamed; read as <c>variables</c>.</summary>
    public static readonly FindingKind EarlyConfig =
        new("BM3020", FindingLevel.Warning, "variables of Spin 0.2 to 0.4");

    /// <summary><c>config</c> and <c>variables</c> stand side by side, which no Spin wrote.</summary>
    public static readonly FindingKind ConfigAndVariables =
        new("BM3021", FindingLevel.Error, "both config and variables");

    /// <summary>Names with dots, of Spin 0.2 to 0.5, which no later Spin can hold.</summary>
    public static readonly FindingKind DottedVariable =
        new("BM3022", FindingLevel.Error, "a variable's name is a path");

    /// <summary>Neither a default nor <c>required = true</c>, or both (spec/spin-oci.md 1.4).</summary>
    public static readonly FindingKind VariableNeedsOne =
        new("BM3023", FindingLevel.Error, "a variable needs either a default or required");

    /// <summary>The name of a variable or config key breaks the rules of Spin's resolver.</summary>
    public static readonly FindingKind UnresolvableName =
        new("BM3024", FindingLevel.Warning, "a name that Spin cannot resolve");

    /// <summary>A default that was a template in Spin 0.2 to 0.5 and is plain text since.</summary>
    public static readonly FindingKind TemplateInDefault =
        new("BM3025", FindingLevel.Warning, "a template in a default");

    /// <summary>A component's config refers to a path of its own, as only Spin 0.2 to 0.5 could.</summary>
    public static readonly FindingKind RelativeTemplate = new("BM3026", FindingLevel.Warning, "a relative template");

    /// <summary>A component's config refers to a variable that the application does not have.</summary>
    public static readonly FindingKind UnknownVariable =
        new("BM3027", FindingLevel.Warning, "a template names no variable");

    /// <summary>A default of a secret variable, or an environment value, that goes along in clear.</summary>
    public static readonly FindingKind SecretInClear =
        new("BM3028", FindingLevel.Warning, "a secret stands in clear");

    /// <summary>An entry of <c>allowedHttpHosts</c> that Spin refuses (spec/spin-oci.md 1.5).</summary>
    public static readonly FindingKind HostNotValid =
        new("BM3030", FindingLevel.Error, "an allowed host is not valid");
}
