using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Reading;

namespace Migrator.Conversion.Wagi;

/// <summary>Looks into the modules of handlers: what Wagi ran and Spin does not (spec/bindle.md 8.5).</summary>
/// <param name="contents">Reads them, verified.</param>
/// <param name="options">For which Spin they are.</param>
/// <param name="findings">Where doubts and faults go.</param>
internal sealed class ModuleChecks(ParcelContents contents, ConversionOptions options, ICollection<Finding> findings)
{
    private const long MaxSize = 64 << 20;
    private const string Routes = "_routes";
    private const string OldHttp = "wasi_experimental_http";

    private readonly Dictionary<string, WasmModule?> _known = new(StringComparer.Ordinal);

    /// <summary>Checks a handler's module.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="subject">The component it becomes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task CheckAsync(PlannedHandler handler, string subject, CancellationToken cancellationToken)
    {
        var label = handler.Parcel.Label;
        if (!_known.TryGetValue(label.Sha256, out var module))
        {
            module = await ReadAsync(label, subject, cancellationToken).ConfigureAwait(false);
            _known.Add(label.Sha256, module);
        }

        CheckEntrypoint(handler, module, subject);
        if (module is null)
        {
            return;
        }

        CheckRoutes(handler, module, subject);
        if (module.ImportsFrom(OldHttp))
        {
            findings.Add(WagiFindings.ExperimentalHttp.Of(
                subject,
                $"{subject}: the module imports {OldHttp}, Wagi's HTTP client, which Spin has not had since 0.5; no "
                + "Spin can load it. Rebuild it with a client of Spin's SDK."));
        }

        if (OldClang(module) is { } clang)
        {
            findings.Add(WagiFindings.OldToolchain.Of(
                subject,
                $"{subject}: the module was made with clang {MessageText.Escape(clang)}; Spin 3 refuses modules of "
                + "clang before 15.0.7, Spin 2 runs them. For Spin 3 rebuild it with a Rust or wasi-sdk of 2023 or "
                + "later (wasi-sdk 19)."));
        }
    }

    /// <summary>Checks a handler that is left out: the routes that its module computed may have been reached.</summary>
    /// <param name="handler">The handler; those that become components were checked before.</param>
    /// <param name="subject">The handler, for messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task CheckLeftOutAsync(PlannedHandler handler, string subject, CancellationToken cancellationToken)
    {
        var label = handler.Parcel.Label;
        if (!_known.TryGetValue(label.Sha256, out var module) && label.Size <= MaxSize
            && await contents.ReadAsync(label, MaxSize, cancellationToken).ConfigureAwait(false) is { } bytes)
        {
            module = WasmModule.Read(bytes);
            _known.Add(label.Sha256, module);
        }

        if (module is not null)
        {
            CheckRoutes(handler, module, subject);
        }
    }

    private async Task<WasmModule?> ReadAsync(Label label, string subject, CancellationToken cancellationToken)
    {
        if (label.Size > MaxSize)
        {
            findings.Add(WagiFindings.ModuleNotLooked.Of(
                subject, $"{subject}: the module has {label.Size} bytes; those above {MaxSize} are not looked into."));
            return null;
        }

        if (await contents.ReadAsync(label, MaxSize, cancellationToken).ConfigureAwait(false) is not { } bytes)
        {
            return null;
        }

        var module = WasmModule.Read(bytes);
        if (module is null)
        {
            findings.Add(WagiFindings.NotAModule.Of(
                subject,
                WasmModule.IsText(bytes)
                    ? $"{subject}: the module is in text form (.wat), which Wagi took and Spin does not. Assemble it "
                        + "(wat2wasm), and name the result."
                    : $"{subject}: {MessageText.Quote(label.Name)} is no core module of WebAssembly; with it Wagi "
                        + "failed to start."));
        }

        return module;
    }

    private void CheckEntrypoint(PlannedHandler handler, WasmModule? module, string subject)
    {
        var written = WagiLabels.FeatureOf(handler.Parcel, "entrypoint");
        var entrypoint = written ?? HttpExecutor.Wagi.DefaultEntrypoint;
        var isDefault = entrypoint == HttpExecutor.Wagi.DefaultEntrypoint;
        var isExported = module?.Exports(entrypoint) != false;
        if (isDefault && !isExported)
        {
            findings.Add(WagiFindings.NoStart.Of(
                subject,
                $"{subject}: the module does not export _start; Wagi answered every request with an error, and Spin "
                + "cannot run it. Build it as a program, not as a library."));
        }
        else if (!isExported)
        {
            findings.Add(WagiFindings.EntrypointMissing.Of(
                subject,
                $"{subject}: the entrypoint {MessageText.Quote(entrypoint)} is not exported by the module; Wagi "
                + $"answered every request with an error. {EntrypointOutcome}",
                level: EntrypointLevel));
        }
        else if (!isDefault)
        {
            findings.Add(WagiFindings.Entrypoint.Of(
                subject,
                $"{subject}: the entrypoint {MessageText.Quote(entrypoint)} is called instead of _start, which Spin 3 "
                + $"refuses to do. {EntrypointOutcome}",
                level: EntrypointLevel));
        }
    }

    // Generation 1 is made for Spin 1, which calls any function, as Spin 2 does.
    private FindingLevel? EntrypointLevel => options.Profile == Profile.Spin1 ? FindingLevel.Warning : null;

    private string EntrypointOutcome => options.Profile == Profile.Spin1
        ? "Spin 1 and 2 do the same; Spin 3 does not start the application."
        : "Let _start call it, or convert with --profile spin1 for Spin 1 and 2.";

    private void CheckRoutes(PlannedHandler handler, WasmModule module, string subject)
    {
        if (!module.Exports(Routes))
        {
            return;
        }

        var below = RouteBelow(handler.Route);
        findings.Add(WagiFindings.DynamicRoutes.Of(
            subject,
            $"{subject}: the module exports {Routes}, which told Wagi at its start of routes of its own below "
            + $"{MessageText.Quote(below)}. Spin has nothing like it: such requests go to whichever route matches, or "
            + "are not found. Let _start look at PATH_INFO, and give the handler the route "
            + $"{MessageText.Quote(below)}.",
            level: options.Strict ? FindingLevel.Error : null));
    }

    private static string RouteBelow(string route) =>
        route.EndsWith("/...", StringComparison.Ordinal) ? route : route.TrimEnd('/') + "/...";

    // Spin 3 looks at what the compiler left in the module (wasi-libc issue 377).
    private static string? OldClang(WasmModule module) => module.ProcessedBy
        .Where(producer => producer.Name == "clang")
        .Select(producer => producer.Version.Split(' ')[0])
        .FirstOrDefault(version => System.Version.TryParse(NumbersOf(version), out var number)
            && number < new Version(15, 0, 7));

    // Such as 11.0.1 of 11.0.1-rc2; a version has two numbers at least.
    private static string NumbersOf(string version)
    {
        var numbers = string.Concat(version.TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.'));
        return numbers.Contains('.', StringComparison.Ordinal) ? numbers : numbers + ".0";
    }
}
