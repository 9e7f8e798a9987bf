using Migrator.Bindle.Invoices;

namespace Migrator.Cli.Commands;

/// <summary>Which bindle a command line means.</summary>
/// <param name="Path">Where to look.</param>
/// <param name="Id">Which bindle there; null for the only one.</param>
internal sealed record SourceChoice(string Path, BindleId? Id)
{
    private const string Prefix = "bindle:";

    /// <summary>Reads the source argument together with <c>--id</c> and <c>--bindle-store</c>.</summary>
    /// <exception cref="UsageException">They do not go together, or an id is none.</exception>
    public static SourceChoice Of(string? source, string? id, string? store)
    {
        if (IdIn(source, store) is { } named)
        {
            return id is not null
                ? throw new UsageException($"'{source}' names a bindle already; leave --id out.")
                : new SourceChoice(store ?? throw NoPlace(source), ParseId(named));
        }

        if (source is not null && store is not null)
        {
            throw new UsageException($"'{source}' is a path and --bindle-store names another; give one of them.");
        }

        var path = source ?? store ?? throw new UsageException(
            "Name a source: a standalone folder or .tar.gz, a store, or bindle:NAME/VERSION with --bindle-store DIR.");
        return new SourceChoice(path, id is null ? null : ParseId(Bare(id)));
    }

    // With a store a bare NAME/VERSION is an id too, as the flags of Spin's SIP 008 give it.
    private static string? IdIn(string? source, string? store) => source switch
    {
        null => null,
        _ when source.StartsWith(Prefix, StringComparison.Ordinal) => Bare(source),
        _ when store is not null && BindleId.TryParse(source, out _) => source,
        _ => null,
    };

    private static string Bare(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;

    private static BindleId ParseId(string text) => BindleId.TryParse(text, out var id)
        ? id
        : throw new UsageException(
            $"'{text}' is not a bindle id; expected NAME/VERSION, such as example.com/shop/1.2.0.");

    private static UsageException NoPlace(string? source) =>
        new($"'{source}' needs a place to look in; add --bindle-store DIR, the folder of a Bindle server.");
}
