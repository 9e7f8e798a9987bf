using System.CommandLine;
using Migrator.Bindle.Verification;
using Migrator.Cli.Commands.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Conversion;
using Migrator.Engine.Deploying;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Resilience;

namespace Migrator.Cli.Commands;

/// <summary><c>bindle2oci migrate</c>.</summary>
internal sealed class MigrateCommand(CliContext context)
{
    // Each blob on its way to a disk costs a sync; more at a time gain nothing.
    private const int ToDisk = 4;
    private const string OnConflict = "--on-conflict";

    private readonly Argument<string?> _source = new("source")
    {
        Description =
            "A standalone folder or .tar.gz, a store's folder, bindle:NAME/VERSION with --bindle-server, or the "
            + "sources of a Wagi app: HIPPOFACTS or modules.toml.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _target = new("target")
    {
        Description =
            "HOST/REPOSITORY[:TAG], oci:DIR[:TAG] or oci-archive:FILE[:TAG]. Without a tag: the bindle's version, + "
            + "written as _. Left out with --deploy.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _bindle =
        new("--bindle") { Description = "The source, as an option.", HelpName = "source" };

    private readonly Option<string?> _oci =
        new("--oci") { Description = "The target, as an option.", HelpName = "target" };

    private readonly Option<Profile> _profile = Choice.Create(
        "--profile",
        "The form of the artifact: universal for Spin 1.5 and later, spin2, spin1, or bindle for any bindle, lossless; "
            + "with --deploy the cloud's own.",
        ("universal", Profile.Universal),
        ("spin2", Profile.Spin2),
        ("spin1", Profile.Spin1),
        ("bindle", Profile.Bindle));

    private readonly Option<AppVersionPolicy> _appVersion = Choice.Create(
        "--app-version",
        "The version that the app says: the author's (everything before +), or the bindle's.",
        ("plain", AppVersionPolicy.Plain),
        ("full", AppVersionPolicy.Full));

    private readonly Option<InlineFiles> _inlineFiles = Choice.Create(
        "--inline-files",
        "Whether files of 128 bytes or less, which are inlined, get layers too (for Spin 1.0 to 1.4).",
        ("skip", InlineFiles.Skip),
        ("also", InlineFiles.Also));

    private readonly Option<WagiFiles> _wagiFiles = Choice.Create(
        "--wagi-files",
        "The files that a component of a Wagi app sees: shared as under Wagi, or only its own.",
        ("shared", WagiFiles.Shared),
        ("own", WagiFiles.Own));

    private readonly Option<bool> _fixBase = new("--fix-base") { Description = "Add the / that a base path lacks." };

    private readonly Option<bool> _strict =
        new("--strict") { Description = "Refuse doubtful cases, such as two files for one path." };

    private readonly Option<bool> _noReferrer = new("--no-referrer")
    {
        Description = "Do not put the whole bindle beside the artifact; restore will not be possible.",
    };

    private readonly Option<ConflictPolicy> _onConflict = Choice.Create(
        OnConflict,
        "What becomes of a tag that points to another digest: refuse the job, leave the tag, or move it.",
        ("fail", ConflictPolicy.Fail),
        ("skip", ConflictPolicy.Skip),
        ("overwrite", ConflictPolicy.Overwrite));

    private readonly Option<bool> _force = new("--force")
    {
        Description =
            "Push everything again, whatever the tag points to: mends what is lost, and moves the tag unless "
            + $"{OnConflict} says otherwise.",
    };

    private readonly Option<bool> _noReadBack = new("--no-read-back")
    {
        Description = "Trust what the target answers to writing: one request fewer, or two where no bindle goes along.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Do everything but write." };

    private readonly SourceOptions _sourceOptions = new();
    private readonly SignatureOptions _signatureOptions = new();
    private readonly RegistryFlags _registryFlags = new();
    private readonly TransferFlags _transferFlags = new();
    private readonly DeployFlags _deployFlags = new();
    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command = new CliCommand("migrate", "Turns one bindle into an OCI artifact; prints the artifact's digest.")
        {
            _source, _target, _dryRun,
        };
        command.Add(SourceOptions.Heading, _bindle);
        _sourceOptions.AddTo(command);
        _signatureOptions.AddTo(command);
        command.Add(
            "Artifact", _profile, _appVersion, _inlineFiles, _wagiFiles, _fixBase, _strict, _noReferrer);
        command.Add("Target", _oci, _onConflict, _force, _noReadBack);
        _registryFlags.AddTo(command);
        _transferFlags.AddTo(command);
        _deployFlags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci migrate ./shop.tar.gz registry.example.com/team/shop:1.2.0",
            "bindle2oci migrate ./shop.tar.gz oci:./layout",
            "bindle2oci migrate bindle:example.com/shop/1.2.0 --bindle-server https://bindles.example.com/v1 "
                + "registry.example.com/shop",
            "bindle2oci migrate bindle:example.com/shop/1.2.0 --bindle-store /bindle-data oci:./layout:1.2.0",
            "bindle2oci migrate ./HIPPOFACTS registry.example.com/team/site --bindle-store /bindle-data",
            "bindle2oci migrate ./shop oci-archive:shop.tar:1.2.0 --profile bindle --output json",
            "bindle2oci migrate ./shop.tar.gz --deploy --dry-run",
            "bindle2oci migrate ./shop.tar.gz --deploy --on-failure rollback --smoke /ping",
        ];
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        var (source, target) = Arguments(parsed);
        var choice = _sourceOptions.ChoiceOf(parsed, source, context);
        var resilience = _transferFlags.OptionsOf(parsed, report);
        if (_deployFlags.IsAsked(parsed))
        {
            return await new MigrateToCloud(context, _deployFlags, _registryFlags).RunAsync(
                parsed, DeployOf(parsed, choice, target, resilience, report), resilience, report, cancellationToken)
                .ConfigureAwait(false);
        }

        var place = TargetArgument.ToWrite(target);
        using var registries = _registryFlags.SessionFor(parsed, context, place, resilience, report);
        var request = new MigrationRequest
        {
            OpenSource = _sourceOptions.OpenerOf(parsed, choice, resilience, context, report),
            Id = choice.Id,
            Target = MigrationTarget.At(place, registries?.Client),
            Policy = PolicyOf(parsed, choice, resilience, report),
            Conversion = ConversionOf(parsed),
            OnConflict = ConflictPolicyOf(parsed),
            Force = parsed.GetValue(_force),
            ReadsBack = !parsed.GetValue(_noReadBack),
            DryRun = parsed.GetValue(_dryRun),
            Parallelism = _transferFlags.ConcurrencyOf(parsed)
                ?? (registries is null ? ToDisk : resilience.Concurrency),
        };
        var outcome = await ProgressDisplay.RunAsync(
            context,
            report,
            observer => new MigrationPipeline(context.Clock, observer).RunAsync(request, cancellationToken))
            .ConfigureAwait(false);
        return MigrationReport.Write(report, outcome, registries);
    }

    private DeployRequest DeployOf(
        ParseResult parsed, SourceChoice choice, string? target, ResilienceOptions resilience, Report report)
    {
        var profile = parsed.GetResult(_profile) is { Implicit: false } ? parsed.GetValue(_profile) : (Profile?)null;
        RequireDeployable(parsed, target, profile);
        return new DeployRequest
        {
            OpenSource = _sourceOptions.OpenerOf(parsed, choice, resilience, context, report),
            Id = choice.Id,
            Policy = PolicyOf(parsed, choice, resilience, report),
            Conversion = ConversionOf(parsed),
            Profile = profile,
            DryRun = parsed.GetValue(_dryRun),
            Parallelism = _transferFlags.ConcurrencyOf(parsed) ?? resilience.Concurrency,
        };
    }

    private void RequireDeployable(ParseResult parsed, string? target, Profile? profile)
    {
        if (target is not null)
        {
            throw new UsageException(
                $"--deploy pushes to the cloud's registry, and '{target}' is another target; migrate to it by itself.");
        }

        if (parsed.GetValue(_noReadBack))
        {
            throw new UsageException(
                "--no-read-back and --deploy exclude each other: what is deployed is pushed as the cloud's registry "
                + "takes it.");
        }

        if (parsed.GetValue(_appVersion) == AppVersionPolicy.Full)
        {
            throw new UsageException(
                "--app-version full and --deploy exclude each other: the app would say bindle_version, and every tool "
                + "would take it for a bindle.");
        }

        if (profile == Profile.Bindle)
        {
            throw new UsageException("--profile bindle and --deploy exclude each other: no cloud can run that form.");
        }
    }

    private VerificationPolicy PolicyOf(
        ParseResult parsed, SourceChoice choice, ResilienceOptions resilience, Report report) =>
        _sourceOptions.PolicyOf(parsed) with
        {
            Signatures = _signatureOptions.CheckOf(
                parsed, context, _sourceOptions.HostKeysOf(parsed, choice, resilience, context, report)),
        };

    private ConflictPolicy ConflictPolicyOf(ParseResult parsed) =>
        parsed.GetValue(_force) && parsed.GetResult(_onConflict) is null or { Implicit: true }
            ? ConflictPolicy.Overwrite
            : parsed.GetValue(_onConflict);

    private ConversionOptions ConversionOf(ParseResult parsed) => new()
    {
        Profile = parsed.GetValue(_profile),
        AppVersion = parsed.GetValue(_appVersion),
        InlineFiles = parsed.GetValue(_inlineFiles),
        WagiFiles = parsed.GetValue(_wagiFiles),
        FixBase = parsed.GetValue(_fixBase),
        Strict = parsed.GetValue(_strict),
        Referrer = !parsed.GetValue(_noReferrer),
    };

    // --bindle and --oci stand for the arguments of the same meaning; what is left over is the other one.
    private (string? Source, string? Target) Arguments(ParseResult parsed)
    {
        var left = new Queue<string>(new[] { parsed.GetValue(_source), parsed.GetValue(_target) }.OfType<string>());
        var oci = parsed.GetValue(_oci);
        var isNamed = _sourceOptions.NamesBindle(parsed) && left.Count < (oci is null ? 2 : 1);
        var source = parsed.GetValue(_bindle) ?? (isNamed ? null : Take(left));
        var target = oci ?? Take(left);
        return left.Count == 0
            ? (source, target)
            : throw new UsageException(
                $"'{left.Peek()}' is one argument too many: source and target are given already.");
    }

    private static string? Take(Queue<string> arguments) => arguments.TryDequeue(out var argument) ? argument : null;
}
