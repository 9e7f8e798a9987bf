namespace Migrator.Oci.Json;

/// <summary>Which bytes a <see cref="StableJsonWriter"/> gives.</summary>
public enum JsonForm
{
    /// <summary>
    /// What serde_json writes without indentation: members in the order of the calls (spec/spin-oci.md 3.1).
    /// </summary>
    Compact,

    /// <summary>
    /// OLPC canonical JSON: members sorted by the UTF-8 bytes of their names, no floats (spec/spin-oci.md 4.3).
    /// </summary>
    Canonical,
}
