using System.Collections.Immutable;
using System.Net;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>The parcels of one bindle on a server.</summary>
/// <remarks>
/// Whether they are there is asked once a bindle, by <c>_r/missing</c>, which looks at the stored bytes themselves
/// (spec/bindle.md 5.6, 5.8). Where that cannot be answered, each parcel is asked for, and not read.
/// </remarks>
internal sealed class ServerParcels(ServerReader reader, BindleId id, Invoice? invoice, int limit) : IParcelStore
{
    private readonly Lock _lock = new();
    private Task<MissingParcels>? _missing;

    /// <inheritdoc/>
    public async ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken)
    {
        var missing = await AskOnceAsync(cancellationToken).ConfigureAwait(false);
        return missing switch
        {
            { Problem: { } problem } => new ParcelPresence(null, problem),
            { Digests: { } digests } => new ParcelPresence(null, digests.Contains(sha256) ? Lacks(sha256) : null),
            _ => await AskForAsync(sha256, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        var label = LabelOf(sha256) ?? throw new BindleSourceException(
            sha256, $"The invoice of {Shown(id.ToString())} names no parcel {Shown(sha256)}.");
        var answer = await AskAsync(label, cancellationToken).ConfigureAwait(false);
        return await ServerParcelStream.OpenAsync(
            reader.Connection, stop => AskAsync(label, stop), answer, label, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServerAnswer> AskAsync(Label label, CancellationToken cancellationToken)
    {
        var answer = await reader.Connection.GetAsync(
            ServerPath.Parcel(id, label.Sha256), "*/*", cancellationToken).ConfigureAwait(false);
        try
        {
            return await JudgeAsync(answer, label.Sha256, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task<ServerAnswer> JudgeAsync(
        ServerAnswer answer, string sha256, CancellationToken cancellationToken)
    {
        if (answer.Status != HttpStatusCode.OK)
        {
            throw reader.Refused(
                await reader.ReadRefusalAsync(answer, cancellationToken).ConfigureAwait(false), Subject(sha256));
        }

        return answer.ContentEncoding is { } coding
            ? throw reader.Connection.Fault(
                sha256,
                $"Bindle server {reader.Connection.Address} sends {Subject(sha256)} in the coding "
                + $"{MessageText.Quote(reader.Connection.Redact(coding))}, which was not asked for; a proxy may stand "
                + "before it.",
                SourceFailure.Unusable)
            : answer;
    }

    private async ValueTask<ParcelPresence> AskForAsync(string sha256, CancellationToken cancellationToken)
    {
        if (LabelOf(sha256) is not { } label)
        {
            return new ParcelPresence(null, Lacks(sha256));
        }

        try
        {
            using var answer = await AskAsync(label, cancellationToken).ConfigureAwait(false);
            return new ParcelPresence(null, null);
        }
        catch (BindleSourceException failure) when (failure.Failure == SourceFailure.Unusable)
        {
            return new ParcelPresence(null, failure.Message);
        }
    }

    private Task<MissingParcels> AskOnceAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _missing is null or { IsFaulted: true } or { IsCanceled: true }
                ? _missing = AskMissingAsync(cancellationToken)
                : _missing;
        }
    }

    private async Task<MissingParcels> AskMissingAsync(CancellationToken cancellationToken)
    {
        var subject = $"the parcels of {Shown(id.ToString())}";
        try
        {
            var (document, refusal) = await reader.TryGetAsync(
                new DocumentRequest(ServerPath.Missing(id), subject, limit), cancellationToken).ConfigureAwait(false);
            return document is not null ? Read(document, subject) : Judge(refusal!, subject);
        }
        catch (AnswerTooLargeException)
        {
            return MissingParcels.Unknown;
        }
    }

    private MissingParcels Judge(ServerRefusal refusal, string subject)
    {
        // The bindle is there, for its invoice came: so it is this question that the server cannot answer.
        if (refusal.IsInternal
            || refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
                or HttpStatusCode.NotImplemented)
        {
            return MissingParcels.Unknown;
        }

        var failure = reader.Refused(refusal, subject);
        return refusal.IsYanked ? new MissingParcels(null, failure.Message) : throw failure;
    }

    private MissingParcels Read(ServerDocument document, string subject)
    {
        var faults = new List<TomlFault>();
        if (document.Read(faults) is not { } root || !root.TryGet("missing", out var node)
            || node is not TomlArray list)
        {
            throw reader.Connection.Unfit($"does not say which of {subject} are missing in a form that can be read.");
        }

        // An entry that cannot be read may stand for any parcel.
        var digests = list.Items.Select(DigestOrNull).ToList();
        return digests.Contains(null)
            ? MissingParcels.Unknown
            : new MissingParcels([.. digests.OfType<string>()], null);
    }

    private static string? DigestOrNull(TomlNode label) =>
        label is TomlTable table && table.TryGet("sha256", out var node) && node is TomlString text ? text.Value : null;

    // A verifier that is lenient asks in lower case; a server knows the text of the label only (spec/bindle.md 5.6).
    private Label? LabelOf(string sha256) => Sha256Text.IsDigest(sha256)
        ? invoice?.Parcels.Select(parcel => parcel.Label)
            .FirstOrDefault(label => label.Sha256.Equals(sha256, StringComparison.OrdinalIgnoreCase))
        : null;

    private string Lacks(string sha256) =>
        $"Bindle server {reader.Connection.Address} does not have {Subject(sha256)}; push it there, or take the bindle "
        + "from a place that has it.";

    private string Subject(string sha256) => $"parcel {Shown(sha256)} of {Shown(id.ToString())}";

    private static string Shown(string text) => MessageText.Line(text);

    /// <summary>What the server says of all parcels at once.</summary>
    /// <param name="Digests">The digests that it lacks; null when it cannot tell.</param>
    /// <param name="Problem">Why none can be had at all.</param>
    private sealed record MissingParcels(ImmutableHashSet<string>? Digests, string? Problem)
    {
        public static MissingParcels Unknown { get; } = new(null, null);
    }
}
