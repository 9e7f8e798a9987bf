using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;

namespace Migrator.Conversion.Wagi;

/// <summary>Says what is different under Spin for the application as a whole (spec/bindle.md 8.5).</summary>
internal static class AppRemarks
{
    /// <summary>Reports all of it.</summary>
    /// <param name="app">The application.</param>
    /// <param name="areShared">Whether components with files were given those of all.</param>
    /// <param name="findings">Where it is said.</param>
    public static void Report(SpinApplication app, bool areShared, ICollection<Finding> findings)
    {
        if (app.Components.Any(HasQueryInArguments))
        {
            findings.Add(WagiFindings.EmptyArguments.Of(
                "arguments",
                "Spin splits arguments at every single blank: without a query ${ARGS} gives one that is empty, where "
                + "Wagi gave none."));
        }

        findings.Add(WagiFindings.OperatorEnvironment.Of(
            "environment",
            "What was given to Wagi with --env or --env-file is not in the bindle; give it to the components that need "
            + "it when you deploy."));
        if (app.Components.Any(component => !component.Files.IsEmpty))
        {
            ReportFiles(areShared, findings);
        }

        if (app.Components.Any(component => !component.Declared.AllowedHttpHosts.IsEmpty))
        {
            findings.Add(WagiFindings.HostsWithoutEffect.Of(
                "allowed hosts",
                "Allowed hosts go along, but Spin has no HTTP client for modules of this kind, so they have no "
                + "effect."));
        }

        ReportEnvironment(app, findings);
    }

    private static bool HasQueryInArguments(AppComponent component) =>
        component.Declared.Trigger is ComponentTrigger.Http { Executor: HttpExecutor.Wagi wagi }
        && wagi.Argv.Contains("${ARGS}", StringComparison.Ordinal);

    private static void ReportFiles(bool areShared, ICollection<Finding> findings)
    {
        findings.Add(WagiFindings.ReadOnlyFiles.Of(
            "files",
            "Under Wagi a module could write to the folder of its files; under Spin it can only read. A module that "
            + "writes there fails."));
        if (areShared)
        {
            findings.Add(WagiFindings.SharedFiles.Of(
                "files",
                "As under Wagi, each component with files sees those of all handlers. To give each its own alone, "
                + "convert with --wagi-files own."));
        }
    }

    private static void ReportEnvironment(SpinApplication app, ICollection<Finding> findings)
    {
        var names = app.Components
            .SelectMany(component => component.Declared.Environment.Keys)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (names.Length > 0)
        {
            findings.Add(WagiFindings.EnvironmentInClear.Of(
                "environment",
                $"The module map sets {Losses.NameSome(names)}. Wagi's documents said that modules get them, but no "
                + "released Wagi gave them; under Spin the modules do. Their values go along in clear, readable by "
                + "whoever can pull the artifact. Remove them from the module map if that is not wanted."));
        }
    }
}
