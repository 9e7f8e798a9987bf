using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Migrator.StandIn.Http;

/// <summary>A request as the stand-in saw it. Of Authorization only the scheme is kept.</summary>
public sealed class LoggedRequest
{
    internal LoggedRequest(HttpContext context, Area area, int number, DateTimeOffset time)
    {
        var request = context.Request;
        (Area, Number, Time, Method) = (area, number, time, request.Method);
        Path = request.Path.Value ?? "";
        Query = request.QueryString.Value ?? "";
        Connection = context.Connection.Id;
        AuthorizationScheme = request.Headers.Authorization.ToString() is { Length: > 0 } header
            ? header.Split(' ')[0]
            : null;
        Headers = request.Headers
            .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .ToImmutableDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase);
        IsWrite = area == Area.Registry && Method is not ("GET" or "HEAD");
    }

    /// <summary>Which part it was for.</summary>
    public Area Area { get; }

    /// <summary>Its place among all requests, from 1.</summary>
    public int Number { get; }

    /// <summary>When it came, by the clock of the stand-in.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Its method.</summary>
    public string Method { get; }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Its query with the question mark; empty without one.</summary>
    public string Query { get; }

    /// <summary>The connection it came on.</summary>
    public string Connection { get; }

    /// <summary><c>Bearer</c>, or null for no Authorization.</summary>
    public string? AuthorizationScheme { get; }

    /// <summary>Its headers without Authorization.</summary>
    public ImmutableDictionary<string, string> Headers { get; }

    /// <summary>
    /// Method and path template for an operation of the API (<c>PATCH /api/channels/{id}</c>), else method and path.
    /// </summary>
    public string Operation { get; internal set; } = "";

    /// <summary>Whether it asked to change what the account owns.</summary>
    public bool IsWrite { get; internal set; }

    /// <summary>The body of a request to the API; empty for the others.</summary>
    public ReadOnlyMemory<byte> Body { get; internal set; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The status it got; null while it is not answered, or when the connection was cut.</summary>
    public int? Status { get; internal set; }

    /// <summary>The fault it met; null for none.</summary>
    public string? Fault { get; internal set; }

    /// <summary>One line for a failed test's message.</summary>
    public override string ToString()
    {
        var end = Status?.ToString(CultureInfo.InvariantCulture) ?? "cut";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Number,4} {Area,-8} {Method} {Path}{Query} -> {end} {Fault}").TrimEnd();
    }
}
