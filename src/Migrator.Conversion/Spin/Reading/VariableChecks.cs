using System.Text.RegularExpressions;
using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Doubts about a variable that Spin's bindle loader does not have (spec/spin-oci.md 1.4).</summary>
internal static partial class VariableChecks
{
    /// <summary>Checks a variable's name and default. The default's text never appears in a finding.</summary>
    /// <param name="entry">The variable's entry.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="subject">How it is called.</param>
    /// <param name="scope">Where findings go.</param>
    public static void Check(TomlEntry entry, SpinVariable variable, string subject, ManifestScope scope)
    {
        if (!IsResolvable(entry.Key))
        {
            scope.Add(ManifestFindings.UnresolvableName, subject, NameRule(subject), entry.KeyPosition);
        }

        if (variable.Default is null)
        {
            return;
        }

        if (Template().IsMatch(variable.Default))
        {
            scope.Add(
                ManifestFindings.TemplateInDefault,
                subject,
                $"The default of '{entry.Key}' holds a template in braces. Spin 0.2 to 0.5 filled it in (and wrote " +
                "single braces into bindles); every later Spin gives the text as it is. Write the value itself in " +
                "the source.",
                entry.KeyPosition);
        }

        if (variable.Secret && variable.Default.Length > 0)
        {
            scope.Add(
                ManifestFindings.SecretInClear,
                subject,
                $"The variable '{entry.Key}' is secret and has a default, which goes along in clear, readable by " +
                "whoever can pull the artifact.",
                entry.KeyPosition);
        }
    }

    /// <summary>Whether Spin's resolver takes a name.</summary>
    /// <param name="name">The name of a variable or config key.</param>
    public static bool IsResolvable(string name) =>
        Name().IsMatch(name) && !name.Contains("__", StringComparison.Ordinal) && !name.EndsWith('_');

    /// <summary>The rule for names, as a message.</summary>
    /// <param name="subject">Whose name breaks it.</param>
    public static string NameRule(string subject) =>
        $"Spin cannot resolve the name of {subject}: only a-z, 0-9 and single _ may stand in it, the first a letter, " +
        "the last no _. The application fails when it asks for it.";

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\{ *\.?[A-Za-z_][A-Za-z0-9_.]* *\}", RegexOptions.CultureInvariant)]
    private static partial Regex Template();
}
