using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Doubts about the templates of components' configuration (spec/spin-oci.md 1.4).</summary>
internal static partial class TemplateChecks
{
    /// <summary>Checks every component's config; values never appear in a finding.</summary>
    /// <param name="components">The components.</param>
    /// <param name="variables">The application's variables.</param>
    /// <param name="scope">Where findings go.</param>
    public static void Check(
        ImmutableArray<SpinComponent> components,
        ImmutableSortedDictionary<string, SpinVariable> variables,
        ManifestScope scope)
    {
        foreach (var component in components)
        {
            foreach (var (key, template) in component.Config)
            {
                var subject = $"config key {key} of component {component.Id}";
                var findings = Findings(subject, key, template, variables);
                scope.Findings.AddRange(
                    findings.Select(found => found.Kind.Of(subject, found.Message, component.Place)));
            }
        }
    }

    private static IEnumerable<(FindingKind Kind, string Message)> Findings(
        string subject,
        string key,
        string template,
        ImmutableSortedDictionary<string, SpinVariable> variables)
    {
        if (!VariableChecks.IsResolvable(key))
        {
            yield return (ManifestFindings.UnresolvableName, VariableChecks.NameRule(subject));
        }

        var names = Reference().Matches(template).Select(match => match.Groups[1].Value).ToArray();
        if (names.Any(name => name.StartsWith('.')))
        {
            yield return (ManifestFindings.RelativeTemplate,
                $"The {subject} refers to a path that begins with a dot, which Spin 0.6 and later cannot resolve. " +
                "Name a variable of the application in the source.");
        }

        var unknown = names.Where(name => !name.StartsWith('.') && !variables.ContainsKey(name)).ToArray();
        if (unknown.Length > 0)
        {
            yield return (ManifestFindings.UnknownVariable,
                $"The {subject} refers to {string.Join(", ", unknown.Distinct())}, which the application does not " +
                "have as a variable. The component fails when it asks for the key.");
        }
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z0-9_.\-]+)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
