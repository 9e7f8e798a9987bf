using System.Collections.Immutable;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Batch;

/// <summary>Reads the tables of a batch file; each fault is recorded, and reading goes on.</summary>
internal sealed class BatchFileReader(BatchFaults faults, string text, string place)
{
    private static readonly TomlTable NoTable = TomlDocument.Read(default).Root!;

    public BatchFile? Read(TomlTable root)
    {
        faults.FindSecrets(root);
        var reader = new TomlTableReader(root, "", faults.OfToml);
        JudgeVersion(reader);
        var selection = ReadSelection(Table(reader, "select"));
        var trust = ReadTrust(reader.OptionalTable("signatures"));
        if (!selection.SignedBy.IsEmpty && trust is null)
        {
            faults.Add(reader, "select", "signed-by needs a keyring: add [signatures] with keyring = \"FILE\".");
        }

        var deploy = new BatchDeployReader(faults).Read(reader.OptionalTable("deploy"));
        var targetTable = deploy is null ? reader.RequiredTable("target") : reader.OptionalTable("target");
        var (target, conversion, readsBack) = ReadTarget(targetTable, deploy is null);
        var sources = new BatchSourceReader(faults, team => FaultOf(team, target, deploy)).Read(reader);
        if (target is { NeedsTeam: true } && sources.Any(source => source.Team is null))
        {
            faults.Add(reader, "target", "the template has {team}; give team here, or with every source.");
        }

        var (conflict, limits) = ReadPolicy(Table(reader, "policy"));
        limits = ReadLimits(Table(reader, "limits"), limits);
        reader.End();
        return target is null && deploy is null ? null : new BatchFile
        {
            Sources = sources,
            Selection = selection,
            Target = target,
            Deploy = deploy is null ? null : deploy with { Profile = ProfileOf(targetTable, conversion) },
            Conversion = conversion,
            ReadsBack = readsBack,
            Trust = trust,
            OnConflict = conflict,
            Limits = limits,
            Place = place,
            Text = text,
        };
    }

    // Of a template that is at fault itself, nothing can be said.
    private static string? FaultOf(string team, TargetTemplate? target, BatchDeploy? deploy) => deploy is null
        ? target?.FaultOf(team)
        : "with [deploy] bindles go to the cloud's registry; leave this out, or [deploy].";

    private TomlTableReader Table(TomlTableReader reader, string key) =>
        reader.OptionalTable(key) ?? new TomlTableReader(NoTable, key, faults.OfToml);

    private void JudgeVersion(TomlTableReader reader)
    {
        if (reader.RequiredInteger("version") is { } version && version != BatchFileToml.Version)
        {
            faults.Add(reader, "version", $"{version} is not known; this program reads version "
                + $"{BatchFileToml.Version}.");
        }
    }

    private BatchSelection ReadSelection(TomlTableReader reader)
    {
        var selection = new BatchSelection
        {
            Latest = reader.OptionalBoolean("latest") ?? false,
            Versions = BatchValues.Range(reader, "versions", faults),
            Prereleases = reader.OptionalBoolean("prereleases") ?? true,
            Yanked = reader.OptionalBoolean("yanked") ?? false,
            Lenient = reader.OptionalBoolean("lenient") ?? false,
            MaxParcelSize = BatchValues.Size(reader, "max-parcel-size", faults) ?? new BatchSelection().MaxParcelSize,
            Names = reader.Strings("names"),
            Except = reader.Strings("except"),
            SignedBy = reader.Strings("signed-by"),
        };
        reader.End();
        return selection;
    }

    private BatchTrust? ReadTrust(TomlTableReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var keyring = reader.RequiredString("keyring");
        var policy = new SignaturePolicy
        {
            Strategy = ReadStrategy(reader) ?? new SignaturePolicy().Strategy,
            Unsigned = BatchValues.Choice(
                reader, "unsigned", UnsignedBindles.Refuse, faults, ("refuse", UnsignedBindles.Refuse),
                ("accept", UnsignedBindles.Accept)),
        };
        reader.End();
        return keyring is null ? null : new BatchTrust(keyring, policy);
    }

    private VerificationStrategy? ReadStrategy(TomlTableReader reader)
    {
        if (reader.OptionalString("strategy") is not { } name)
        {
            return null;
        }

        if (!VerificationStrategy.TryParse(name, out var strategy, out var cause))
        {
            faults.Add(reader, "strategy", $"{MessageText.Quote(name)} is not a strategy: {cause}.");
        }

        return strategy;
    }

    private (TargetTemplate? Target, ConversionOptions Conversion, bool ReadsBack) ReadTarget(
        TomlTableReader? reader, bool hasPlace)
    {
        if (reader is null)
        {
            return (null, new ConversionOptions(), true);
        }

        var target = hasPlace ? ReadTemplate(reader) : null;
        var conversion = new ConversionOptions
        {
            Profile = BatchValues.Choice(
                reader, "profile", Profile.Universal, faults, ("universal", Profile.Universal),
                ("spin2", Profile.Spin2), ("spin1", Profile.Spin1), ("bindle", Profile.Bindle)),
            AppVersion = BatchValues.Choice(
                reader, "app-version", AppVersionPolicy.Plain, faults, ("plain", AppVersionPolicy.Plain),
                ("full", AppVersionPolicy.Full)),
            InlineFiles = BatchValues.Choice(
                reader, "inline-files", InlineFiles.Skip, faults, ("skip", InlineFiles.Skip),
                ("also", InlineFiles.Also)),
            WagiFiles = BatchValues.Choice(
                reader, "wagi-files", WagiFiles.Shared, faults, ("shared", WagiFiles.Shared), ("own", WagiFiles.Own)),
            FixBase = reader.OptionalBoolean("fix-base") ?? false,
            Strict = reader.OptionalBoolean("strict") ?? false,
            Referrer = reader.OptionalBoolean("referrer") ?? true,
        };
        var readsBack = reader.OptionalBoolean("read-back") ?? true;
        if (!hasPlace)
        {
            JudgeForCloud(reader, conversion, readsBack);
        }

        reader.End();
        return (target, conversion, readsBack);
    }

    private void JudgeForCloud(TomlTableReader reader, ConversionOptions conversion, bool readsBack)
    {
        foreach (var key in (string[])["registry", "team", "template"])
        {
            if (reader.Node(key) is not null)
            {
                faults.Add(
                    reader, key, "with [deploy] bindles go to the cloud's registry; leave this out, or [deploy].");
            }
        }

        if (!readsBack)
        {
            faults.Add(
                reader, "read-back", "with [deploy] the cloud's registry decides what is read; leave this out.");
        }

        if (conversion.Profile == Profile.Bindle)
        {
            faults.Add(reader, "profile", "no cloud can run that form; leave profile out for the cloud's own.");
        }

        if (conversion.AppVersion == AppVersionPolicy.Full)
        {
            faults.Add(reader, "app-version", "a deployed app with the bindle's version is taken for a bindle.");
        }
    }

    private static Profile? ProfileOf(TomlTableReader? target, ConversionOptions conversion) =>
        target?.Node("profile") is null ? null : conversion.Profile;

    private TargetTemplate? ReadTemplate(TomlTableReader reader)
    {
        var (registry, team) = (reader.OptionalString("registry"), reader.OptionalString("team"));
        var written = reader.OptionalString("template");
        var hasLogin = false;
        foreach (var key in (string[])["registry", "team", "template"])
        {
            hasLogin |= faults.HasLogin(reader, key);
        }

        if (hasLogin)
        {
            // The message of a reference that is none would repeat it.
            return null;
        }

        try
        {
            var template = TargetTemplate.Parse(written ?? TargetTemplate.Default, registry, team: null);
            if (team is not null && template.FaultOf(team) is { } fault)
            {
                faults.Add(reader, "team", fault);
            }

            return team is null ? template : template.WithTeam(team);
        }
        catch (FormatException fault)
        {
            faults.Add(reader, written is null ? "registry" : "template", fault.Message);
            return null;
        }
    }

    private (ConflictPolicy Conflict, BatchLimits Limits) ReadPolicy(TomlTableReader reader)
    {
        var conflict = BatchValues.Choice(
            reader, "conflict", ConflictPolicy.Fail, faults, ("fail", ConflictPolicy.Fail),
            ("skip", ConflictPolicy.Skip), ("overwrite", ConflictPolicy.Overwrite));
        var limits = new BatchLimits
        {
            FailFast = reader.OptionalBoolean("fail-fast") ?? false,
            Retries = (int)(BatchValues.Number(reader, "retries", 0, 10, faults) ?? new BatchLimits().Retries),
            MaxErrors = (int?)BatchValues.Number(reader, "max-errors", 1, int.MaxValue, faults),
        };
        reader.End();
        return (conflict, limits);
    }

    private BatchLimits ReadLimits(TomlTableReader reader, BatchLimits limits)
    {
        limits = limits with
        {
            Apps = (int)(BatchValues.Number(reader, "apps", 1, 256, faults) ?? limits.Apps),
            Blobs = (int)(BatchValues.Number(reader, "blobs", 1, 64, faults) ?? limits.Blobs),
            MaxDuration = BatchValues.Duration(reader, "max-duration", faults),
            MaxTransfer = BatchValues.Size(reader, "max-transfer", faults),
        };
        reader.End();
        return limits;
    }
}
