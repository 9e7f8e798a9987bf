using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Migrator.StandIn.Http;

namespace Migrator.StandIn.Conformance;

/// <summary>Holds every request and answer of the API against the document of the era.</summary>
public sealed class ConformanceCheck
{
    private readonly OpenApiDocument? _document;
    private readonly ConcurrentQueue<Violation> _violations = new();

    internal ConformanceCheck(OpenApiDocument? document) => _document = document;

    /// <summary>Whether there is a document to check with.</summary>
    public bool IsOn => _document is not null;

    /// <summary>What was not as the document has it, less its known errors.</summary>
    public IReadOnlyCollection<Violation> Violations => _violations;

    /// <summary>Requests that were not, which is the client's fault.</summary>
    public IEnumerable<Violation> OfRequests => _violations.Where(violation => violation.IsOfRequest);

    /// <summary>Answers that were not, which is the stand-in's fault.</summary>
    public IEnumerable<Violation> OfAnswers => _violations.Where(violation => !violation.IsOfRequest);

    /// <summary>Every violation on a line.</summary>
    public override string ToString() => string.Join('\n', _violations);

    internal void SeeRequest(LoggedRequest request)
    {
        if (_document is null || KnownErrors.NotInDocument.Contains(request.Operation))
        {
            return;
        }

        if (_document.Find(request.Operation) is not { } operation)
        {
            Add(request, true, "the document has no such operation");
            return;
        }

        foreach (var fault in FaultsOf(request, operation))
        {
            Add(request, true, fault);
        }
    }

    internal void SeeAnswer(LoggedRequest request, Answer answer)
    {
        if (_document?.Find(request.Operation) is not { } operation
            || KnownErrors.WithoutSchemas.Contains(request.Operation)
            || answer.Status >= 400)
        {
            return;
        }

        if (!KnownErrors.GoodStatuses.Contains(answer.Status))
        {
            Add(request, false, $"status {answer.Status} is not declared");
        }

        var body = answer.Json is { } json ? Encoding.UTF8.GetBytes(Lenient(json).ToJsonString()) : answer.Body;
        foreach (var fault in operation.FaultsOfAnswer(body))
        {
            Add(request, false, fault);
        }
    }

    private static IEnumerable<string> FaultsOf(LoggedRequest request, DocumentOperation operation)
    {
        var queries = from pair in QueryHelpers.ParseQuery(request.Query)
                      from value in pair.Value
                      select operation.FaultOfQuery(pair.Key, value ?? "");
        var faults = queries.OfType<string>();
        if (KnownErrors.WithoutSchemas.Contains(request.Operation))
        {
            return faults;
        }

        return request.Body.IsEmpty
            ? faults.Concat(operation.NeedsBody ? ["the body is missing"] : [])
            : faults.Concat(FaultOfType(request, operation)).Concat(operation.FaultsOfRequest(request.Body));
    }

    private static IEnumerable<string> FaultOfType(LoggedRequest request, DocumentOperation operation)
    {
        var type = request.Headers.GetValueOrDefault("Content-Type", "").Split(';')[0].Trim();
        return operation.MediaTypes.Count == 0 || operation.MediaTypes.Contains(type)
            ? []
            : [$"the content type is '{type}'"];
    }

    // Nulls where the ancestor is known to write them.
    private static JsonNode Lenient(JsonNode node) => node switch
    {
        JsonObject parent => new JsonObject(parent
            .Where(field => field.Value is not null || !KnownErrors.NullInAnswers.Contains(field.Key))
            .Select(field => KeyValuePair.Create(field.Key, field.Value is null ? null : Lenient(field.Value)))!),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Lenient(item))]),
        _ => node.DeepClone(),
    };

    private void Add(LoggedRequest request, bool isOfRequest, string message) =>
        _violations.Enqueue(new Violation(request.Number, request.Operation, isOfRequest, message));
}
