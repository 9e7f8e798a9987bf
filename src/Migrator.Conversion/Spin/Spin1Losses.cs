using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin;

/// <summary>What generation 1 cannot say, or says with consequences (spec/spin-oci.md 4.8 and 6).</summary>
internal static class Spin1Losses
{
    /// <summary>Reports all of it.</summary>
    /// <param name="app">The application.</param>
    /// <param name="options">How it is converted.</param>
    /// <param name="findings">Where the losses go.</param>
    public static void Report(SpinApplication app, ConversionOptions options, ICollection<Finding> findings)
    {
        ReportAuthors(app, options, findings);
        ReportBindleVersion(app, options, findings);
        ReportOutbound(app, findings);
    }

    /// <summary>Says that generation 1 has no place for authors; so for every profile with its locked app.</summary>
    /// <inheritdoc cref="Report"/>
    public static void ReportAuthors(SpinApplication app, ConversionOptions options, ICollection<Finding> findings)
    {
        if (!app.Authors.IsEmpty)
        {
            findings.Add(Losses.Of(
                LossFindings.AuthorsDropped,
                options,
                "bindle authors",
                $"A locked app of Spin 1 has no place for authors, and the invoice names {app.Authors.Length}."));
        }
    }

    /// <summary>Says when <c>bindle_version</c> is no version; so for every profile with its locked app.</summary>
    /// <inheritdoc cref="Report"/>
    public static void ReportBindleVersion(
        SpinApplication app,
        ConversionOptions options,
        ICollection<Finding> findings)
    {
        if (options.AppVersion == AppVersionPolicy.Full && app.Id.Name.Contains('/', StringComparison.Ordinal))
        {
            findings.Add(LossFindings.BindleVersionCut.Of(
                "bindle_version",
                $"The application says bindle_version '{LockedAppBuilder.BindleVersion(app.Id)}': Spin takes the text "
                + "after the first '/' of the id, and the name has one of its own. Kept, because the bytes are "
                + "Spin's; 'version' is right."));
        }
    }

    private static void ReportOutbound(SpinApplication app, ICollection<Finding> findings)
    {
        var callers = app.Components
            .Where(component => !component.Declared.AllowedHttpHosts.IsEmpty)
            .Select(component => component.Id);
        var list = string.Join(", ", callers);
        var who = list.Length == 0 ? "" : $" This stops the HTTP calls of {list}.";
        findings.Add(LossFindings.OutboundDenied.Of(
            "outbound connections",
            "Generation 1 has only the key 'allowed_http_hosts'. Spin 2 does not read it and denies every outbound " +
            "connection; Spin 3 reads it, and denies Redis, MySQL and PostgreSQL, which Spin 1 never " +
            $"restricted.{who} The profile universal has both keys.",
            level: list.Length == 0 ? FindingLevel.Note : null));
    }
}
