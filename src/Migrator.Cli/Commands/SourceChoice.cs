using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;

namespace Migrator.Cli.Commands;

/// <summary>Which bindle a command line means.</summary>
/// <param name="Path">Where on disk to look; null for a server.</param>
/// <param name="Server">Which server to ask; null for a disk.</param>
/// <param name="Id">Which bindle there; null for the only one.</param>
internal sealed record SourceChoice(string? Path, BindleServerAddress? Server, BindleId? Id)
{
    private const string Prefix = "bindle:";

    /// <summary>
    /// Where the bindles are from which a HIPPOFACTS or a module map takes modules; null when not said.
    /// </summary>
    public SourceChoice? Imports { get; init; }

    /// <summary>Reads the source argument together with <c>--id</c>, <c>--bindle-store</c> and the server.</summary>
    /// <exception cref="UsageException">They do not go together, or an id is none.</exception>
    public static SourceChoice Of(string? source, string? id, string? store, ServerPlace? server)
    {
        if (store is not null && server is { IsNamed: true })
        {
            throw new UsageException(
                "--bindle-store and --bindle-server name two places to look in; give one of them.");
        }

        if (IdIn(source, isNamed: store is not null || server is { IsNamed: true }) is { } named)
        {
            return id is not null
                ? throw new UsageException($"'{source}' names a bindle already; leave --id out.")
                : At(store, server, ParseId(named)) ?? throw NoPlace(source);
        }

        var wanted = id is null ? null : ParseId(Bare(id));
        if (source is null)
        {
            return At(store, server, wanted) ?? throw new UsageException(
                "Name a source: a standalone folder or .tar.gz, a store's folder, or bindle:NAME/VERSION with "
                + "--bindle-server URL or --bindle-store DIR.");
        }

        if (BindleSources.IsApplicationSource(source))
        {
            return new SourceChoice(source, null, wanted) { Imports = At(store, server, null) };
        }

        // A server of the environment is only a default; a path stands for itself.
        return store is null && server is not { IsNamed: true }
            ? new SourceChoice(source, null, wanted)
            : throw new UsageException(
                $"'{source}' is a path and {(store is null ? "--bindle-server" : "--bindle-store")} names another "
                + "place; give one of them.");
    }

    private static SourceChoice? At(string? store, ServerPlace? server, BindleId? id) => store is not null
        ? new SourceChoice(store, null, id)
        : server is not null ? new SourceChoice(null, server.Address, id) : null;

    // With a place a bare NAME/VERSION is an id too, as the flags of Spin's SIP 008 give it.
    private static string? IdIn(string? source, bool isNamed) => source switch
    {
        null => null,
        _ when source.StartsWith(Prefix, StringComparison.Ordinal) => Bare(source),
        _ when isNamed && BindleId.TryParse(source, out _) => source,
        _ => null,
    };

    private static string Bare(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;

    private static BindleId ParseId(string text) => BindleId.TryParse(text, out var id)
        ? id
        : throw new UsageException(
            $"'{text}' is not a bindle id; expected NAME/VERSION, such as example.com/shop/1.2.0.");

    private static UsageException NoPlace(string? source) => new(
        $"'{source}' needs a place to look in; add --bindle-server URL, or --bindle-store DIR, the folder of a Bindle "
        + "server.");
}
