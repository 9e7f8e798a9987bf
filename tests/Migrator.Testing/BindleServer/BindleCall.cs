using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Migrator.Testing.BindleServer;

/// <summary>One request as the server sees it: the target raw, as nothing in it is ever decoded.</summary>
internal sealed class BindleCall
{
    private readonly HttpContext _context;

    public BindleCall(HttpContext context)
    {
        _context = context;
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('#')[0];
        IsTooLong = target.Length > 65_534;
        IsUnfit = target.Any(c => c is '<' or '>' or > '~');
        if (target.StartsWith("http://", StringComparison.Ordinal))
        {
            target = target[Math.Max(target.IndexOf('/', "http://".Length), 0)..];
        }

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        Path = mark < 0 ? target : target[..mark];
        Query = mark < 0 ? "" : target[(mark + 1)..];
    }

    /// <summary>Whether the target holds what is refused before any routing.</summary>
    public bool IsUnfit { get; }

    /// <summary>Whether the target is longer than is taken.</summary>
    public bool IsTooLong { get; }

    public string Method => _context.Request.Method;

    public string Path { get; }

    public string Query { get; }

    public Stream Body => _context.Request.Body;

    public string Accept => First("Accept") ?? "";

    /// <summary>Whether nothing but reading is asked for.</summary>
    public bool IsGet => Method is "GET" or "HEAD";

    /// <summary>A header's first line; null when it is not there.</summary>
    public string? First(string name) =>
        _context.Request.Headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    public IReadOnlyList<(string Name, string Value)> Parameters() => QueryParameters.Of(Query);
}
