using System.Collections.Immutable;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>
/// Reads the Spin manifest of a bindle as Spin's bindle loader does, in the dialects of Spin 0.1 to 1.5
/// (spec/spin-oci.md 1.1 to 1.5); all faults at once.
/// </summary>
internal static class SpinManifestReader
{
    /// <summary>Reads.</summary>
    /// <param name="utf8">The text; a byte order mark is taken.</param>
    /// <param name="file">The parcel's name, for places.</param>
    /// <param name="strict">Whether doubtful cases are errors.</param>
    /// <returns>The manifest or its faults.</returns>
    public static SpinManifestReading Read(ReadOnlyMemory<byte> utf8, string file, bool strict)
    {
        var scope = new ManifestScope(file, strict);
        var document = TomlDocument.Read(utf8);
        scope.Faults.AddRange(document.Faults);
        var manifest = document.Root is null ? null : ReadRoot(document.Root, scope);
        scope.Findings.AddRange(scope.Faults.Select(fault => Describe(fault, scope)));
        var isFaulty = scope.Findings.Exists(finding => finding.IsError);
        return new SpinManifestReading(isFaulty ? null : manifest, [.. scope.Findings]);
    }

    private static SpinManifest? ReadRoot(TomlTable table, ManifestScope scope)
    {
        var root = new TomlTableReader(table, "", scope.Faults);
        var trigger = ApplicationTriggerReader.Read(root, scope);
        var variables = VariablesReader.Read(root, scope);
        var components = ReadComponents(root, trigger, scope);
        root.End();
        TemplateChecks.Check(components, variables, scope);
        return trigger is null
            ? null
            : new SpinManifest { Trigger = trigger, Variables = variables, Components = components };
    }

    private static ImmutableArray<SpinComponent> ReadComponents(
        TomlTableReader root,
        ApplicationTrigger? trigger,
        ManifestScope scope)
    {
        if (root.Node("component") is null)
        {
            root.Add(
                TomlFaultKind.MissingKey,
                root.Position,
                "component",
                "The field 'component' is missing; expected an array of tables, which may be empty.");
        }

        var components = root.Tables("component").Select(table => ComponentReader.Read(table, trigger, scope));
        return [.. components.OfType<SpinComponent>()];
    }

    private static Finding Describe(TomlFault fault, ManifestScope scope)
    {
        var subject = fault.Path.Length == 0 ? "Spin manifest" : $"Spin manifest key {fault.Path}";
        var message = fault.Kind == TomlFaultKind.UnknownKey
            ? fault.Message + " Spin's bindle loader refuses it; keys are written in camelCase."
            : fault.Message;
        return KindOf(fault.Kind).Of(subject, message, scope.PlaceOf(fault.Position));
    }

    private static FindingKind KindOf(TomlFaultKind kind) => kind switch
    {
        TomlFaultKind.UnknownKey => ManifestFindings.UnknownKey,
        TomlFaultKind.MissingKey => ManifestFindings.MissingKey,
        TomlFaultKind.WrongType => ManifestFindings.WrongType,
        _ => ManifestFindings.ManifestSyntax,
    };
}
