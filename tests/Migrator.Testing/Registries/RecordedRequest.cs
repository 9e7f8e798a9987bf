using System.Collections.Immutable;
using System.Globalization;

namespace Migrator.Testing.Registries;

/// <summary>A request as the registry saw it. The value of Authorization is not kept, only its scheme.</summary>
public sealed class RecordedRequest
{
    internal RecordedRequest(ReceivedRequest request, int number)
    {
        var http = request.Context.Request;
        (Number, Kind, Method, Repository, Reference) =
            (number, request.Kind, request.Method, request.Repository, request.Reference);
        Path = http.Path.Value ?? "";
        Query = http.QueryString.Value ?? "";
        Host = http.Host.Value ?? "";
        Protocol = http.Protocol;
        Connection = request.Context.Connection.Id;
        ContentLength = http.ContentLength;
        HasCertificate = request.Context.Connection.ClientCertificate is not null;
        AuthorizationScheme = request.Header("Authorization")?.Split(' ')[0];
        Headers = http.Headers
            .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .ToImmutableDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether its connection showed a client certificate.</summary>
    public bool HasCertificate { get; }

    /// <summary>Its place among all requests, from 1.</summary>
    public int Number { get; }

    /// <summary>What it asked for.</summary>
    public RequestKind Kind { get; }

    /// <summary>Its method.</summary>
    public string Method { get; }

    /// <summary>Host and port it was sent to.</summary>
    public string Host { get; }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Its query with the question mark; empty without one.</summary>
    public string Query { get; }

    /// <summary>The repository in the path.</summary>
    public string Repository { get; }

    /// <summary>The tag, digest or session in the path.</summary>
    public string Reference { get; }

    /// <summary><c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; }

    /// <summary>The connection it came on.</summary>
    public string Connection { get; }

    /// <summary>Its headers without Authorization.</summary>
    public ImmutableDictionary<string, string> Headers { get; }

    /// <summary><c>Basic</c>, <c>Bearer</c>, or null for no Authorization.</summary>
    public string? AuthorizationScheme { get; }

    /// <summary>Whether it carried credentials.</summary>
    public bool HasAuthorization => AuthorizationScheme is not null;

    /// <summary>The length it announced; null for a body in pieces.</summary>
    public long? ContentLength { get; }

    /// <summary>Bytes of its body that were read.</summary>
    public long BodyBytes { get; internal set; }

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
            $"{Number,4} {Method} {Path}{Query} {BodyBytes} bytes -> {end} {Fault}");
    }
}
