using System.Text;
using System.Text.Json.Nodes;

namespace Migrator.Testing.BindleServer;

/// <summary>The routes of the API with the order of their checks (spec/bindle.md 5.2, 5.10, 6).</summary>
internal sealed class BindleRoutes(BindleServerSettings settings, BindleStore store)
{
    private const string Only = "This bindle server implementation only supports returning keys with the role of "
        + "`host`. Please only specify `host` as a role (or omit the parameter)";

    private readonly HostSigning _signing = new(settings.SigningKeys, settings.Keyring);

    public async Task<BindleAnswer> AnswerAsync(BindleCall call)
    {
        if (call.IsTooLong || call.IsUnfit)
        {
            return BindleAnswer.Empty(call.IsTooLong ? 414 : 400);
        }

        if (Matches(call.Path, "/healthz"))
        {
            return new BindleAnswer(200, "application/json", """{"status":"OK","version":"0.9.1"}"""u8.ToArray())
            {
                IsOfRouting = true,
            };
        }

        if (!Matches(call.Path, "/v1"))
        {
            return BindleAnswer.Empty(404);
        }

        return Refuse(call) ?? await RouteAsync(call);
    }

    private static bool Matches(string path, string prefix) =>
        path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal);

    // A header that is there is judged first, so that a wrong one breaks what anyone may read.
    private BindleAnswer? Refuse(BindleCall call)
    {
        if (call.First("Authorization") is { } header)
        {
            if (header.Any(c => c > '~'))
            {
                return BindleAnswer.Text(400, "Invalid request header \"Authorization\"");
            }

            return settings.Users is null || IsUser(header)
                ? null
                : BindleAnswer.Error(401, "unauthorized") with { IsOfRouting = true };
        }

        return settings.Users is null || call.Method == "GET"
            ? null
            : BindleAnswer.Error(403, "access denied") with { IsOfRouting = true };
    }

    private bool IsUser(string header)
    {
        return header.StartsWith("Basic ", StringComparison.Ordinal)
            && HostSigning.Decode(header["Basic ".Length..]) is { } bytes
            && settings.Users!.Contains(Encoding.UTF8.GetString(bytes));
    }

    private async Task<BindleAnswer> RouteAsync(BindleCall call)
    {
        if (call.Accept.Any(c => c > '~'))
        {
            return BindleAnswer.Text(400, "Invalid request header \"accept\"");
        }

        return call.Path switch
        {
            _ when Matches(call.Path, "/v1/_q") =>
                call.IsGet ? Search(call) with { IsOfRouting = true } : BindleAnswer.WrongMethod,
            _ when Matches(call.Path, "/v1/bindle-keys") =>
                call.IsGet ? HostKeys(call) with { IsOfRouting = true } : BindleAnswer.WrongMethod,
            _ when Matches(call.Path, "/v1/login") => call.Method == "GET" ? Login(call) : BindleAnswer.WrongMethod,
            _ when Matches(call.Path, "/v1/_r/missing") => call.Method == "GET"
                ? InvoiceRoutes.Missing(store, Tail(call.Path, "/v1/_r/missing"), call)
                : BindleAnswer.WrongMethod,
            _ when Matches(call.Path, "/v1/_i") => await new InvoiceRoutes(settings, store, _signing)
                .AnswerAsync(call, Tail(call.Path, "/v1/_i")),
            _ => BindleAnswer.Empty(404),
        };
    }

    private static string Tail(string path, string prefix) =>
        path.Length > prefix.Length ? path[(prefix.Length + 1)..] : "";

    private BindleAnswer HostKeys(BindleCall call)
    {
        var parameters = call.Parameters();
        if (parameters.Count == 0)
        {
            return BindleAnswer.Of(200, _signing.HostKeys(), call.Accept);
        }

        string[] known = ["host", "h", "creator", "c", "proxy", "p", "approver", "a"];
        var roles = parameters[0].Value.Split(',').Select(role => role.Trim().ToLowerInvariant()).ToList();
        if (parameters.Count > 1 || parameters[0].Name != "roles" || !roles.TrueForAll(role => known.Contains(role)))
        {
            return BindleAnswer.BadQuery;
        }

        return roles is ["host" or "h"]
            ? BindleAnswer.Of(200, _signing.HostKeys(), call.Accept)
            : BindleAnswer.Error(400, Only);
    }

    private static BindleAnswer Login(BindleCall call) =>
        call.Parameters().Count(parameter => parameter.Name == "provider") == 1
            ? BindleAnswer.Error(400, "Error with auth request")
            : BindleAnswer.BadQuery;

    private BindleAnswer Search(BindleCall call)
    {
        try
        {
            return Search(call.Parameters(), call.Accept);
        }
        catch (FormatException)
        {
            return BindleAnswer.BadQuery;
        }
    }

    private BindleAnswer Search(IReadOnlyList<(string Name, string Value)> parameters, string accept)
    {
        string[] known = ["q", "query", "v", "version", "o", "offset", "l", "limit", "strict", "yanked"];
        if (parameters.Any(parameter => !known.Contains(parameter.Name)))
        {
            return BindleAnswer.BadQuery;
        }

        foreach (var name in (string[])["strict", "yanked"])
        {
            if (QueryParameters.Only(parameters, name) is not (null or "true" or "false"))
            {
                return BindleAnswer.BadQuery;
            }
        }

        var term = QueryParameters.Only(parameters, "q", "query") ?? "";
        var version = QueryParameters.Only(parameters, "v", "version") ?? "";
        var offset = QueryParameters.Number(QueryParameters.Only(parameters, "o", "offset"), 0, ulong.MaxValue);
        var limit = QueryParameters.Number(QueryParameters.Only(parameters, "l", "limit"), 50, 255);
        var found = store.Index
            .Select(entry => (Name: entry.Id[..entry.Id.LastIndexOf('/')],
                Version: entry.Id[(entry.Id.LastIndexOf('/') + 1)..], entry.Place))
            .Where(entry => entry.Name.Contains(term, StringComparison.Ordinal)
                && CargoRange.Matches(version, entry.Version))
            .ToList();
        return Page(found.ConvertAll(entry => entry.Place), term, offset, limit, accept);
    }

    private static BindleAnswer Page(List<string> found, string term, ulong offset, ulong limit, string accept)
    {
        // Without a limit a release build of the real server gives everything from the start, and nothing from later.
        var from = (int)Math.Min(offset, (ulong)found.Count);
        var count = limit == 0 ? (offset == 0 ? found.Count : 0) : (int)Math.Min(limit, (ulong)(found.Count - from));
        var invoices = found.Skip(from).Take(count).Select(place => (JsonNode)BindleStore.ReadAny(place)!);
        return BindleAnswer.Of(
            200,
            new JsonObject
            {
                ["query"] = term,
                ["strict"] = true,
                ["offset"] = offset,
                ["limit"] = limit,
                ["total"] = found.Count,
                ["more"] = from < found.Count && from + count < found.Count,
                ["yanked"] = false,
                ["invoices"] = new JsonArray([.. invoices]),
            },
            accept);
    }
}
