using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Verification;

/// <summary>Judges the modules that Wagi would run by their bytes (spec/bindle.md 10.3, rows 64 and 65).</summary>
internal static class WagiModules
{
    // Read whole into memory; the largest known module of a Wagi application has 8 MiB.
    private const long MaxSize = 64 << 20;

    /// <summary>Judges every handler; each digest with one entrypoint once.</summary>
    /// <param name="bindle">The bindle; its parcels were hashed before, and all are right.</param>
    /// <param name="findings">Where faults go.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task JudgeAsync(
        VerifiedBindle bindle, FindingList findings, CancellationToken cancellationToken)
    {
        var handlers = bindle.Invoice.Parcels
            .Select((parcel, index) => (Parcel: parcel, Subject: ParcelRules.SubjectOf(parcel, index)))
            .Where(entry => WagiLabels.IsHandler(entry.Parcel) && entry.Parcel.Label.Size <= MaxSize)
            .GroupBy(entry => entry.Parcel.Label.Sha256, StringComparer.Ordinal);
        foreach (var mounts in handlers)
        {
            var label = mounts.First().Parcel.Label;
            var module = await bindle.ReadParcelAsync(label, MaxSize, cancellationToken).ConfigureAwait(false);
            if (WasmModule.IsBinary(module))
            {
                JudgeEntrypoints(mounts, module, findings);
            }
            else
            {
                AddNotBinary(mounts.First().Subject, module, findings);
            }
        }
    }

    private static void JudgeEntrypoints(
        IEnumerable<(Parcel Parcel, string Subject)> mounts, byte[] module, FindingList findings)
    {
        if (WasmModule.Read(module) is not { } read)
        {
            return;
        }

        foreach (var (parcel, subject) in mounts)
        {
            if (WagiLabels.FeatureOf(parcel, "entrypoint") is { } entrypoint && !read.Exports(entrypoint))
            {
                findings.Add(
                    VerifyFindings.EntrypointNotExported,
                    subject,
                    $"{subject}: feature.wagi.entrypoint is {MessageText.Quote(entrypoint)}, which the module does not "
                    + "export; Wagi answered every request with an error.");
            }
        }
    }

    private static void AddNotBinary(string subject, byte[] module, FindingList findings) => findings.Add(
        VerifyFindings.NotBinaryModule,
        subject,
        WasmModule.IsText(module)
            ? $"{subject}: the module is in text form (.wat), which Wagi took; nothing else does. Assemble it."
            : $"{subject}: the module does not begin with '\\0asm', so it is no WebAssembly; Wagi failed to start.");
}
