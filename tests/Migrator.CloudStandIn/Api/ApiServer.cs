using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Migrator.StandIn.Conformance;
using Migrator.StandIn.Http;
using Migrator.StandIn.Login;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>The API: token, quota, operation, and the form of the answer.</summary>
internal sealed class ApiServer(
    Router router,
    CloudState state,
    TokenDesk tokens,
    ConformanceCheck check,
    StandInOptions options,
    TimeProvider clock)
{
    private readonly RateMeter _requests = new();

    /// <summary>Names the operation and reads the body.</summary>
    internal async Task PrepareAsync(HttpContext context, LoggedRequest request)
    {
        var found = router.Find(request.Method, request.Path, out _);
        request.Operation = found?.Operation.Name ?? $"{request.Method} {request.Path}";
        request.IsWrite = found?.Operation.IsWrite ?? request.Method is not ("GET" or "HEAD");
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        request.Body = body.ToArray();
        check.SeeRequest(request);
    }

    internal Task<Answer> ServeAsync(HttpContext context, LoggedRequest request)
    {
        if (router.Find(request.Method, request.Path, out var known) is not { } found)
        {
            return Task.FromResult(Problems.Bare(known ? 405 : 404, "00-0-0-00"));
        }

        var call = new ApiCall(context, request, found.Values, clock.GetUtcNow());
        var served = Serve(found.Operation, call);
        var answer = options.StrictOas ? Strict(served) : served;
        check.SeeAnswer(request, answer);
        return Task.FromResult(answer);
    }

    private Answer Serve(Operation operation, ApiCall call)
    {
        if (!operation.IsOpen && !tokens.IsGood(call.Token))
        {
            return Problems.Unauthorized();
        }

        lock (state.Gate)
        {
            var quota = options.Quotas.RequestsPerHour;
            if (_requests.Within(TimeSpan.FromHours(1), call.Now) >= quota.Limit)
            {
                return Problems.Refused(quota.Refusal);
            }

            _requests.Count(call.Now);
            try
            {
                return operation.Serve(call);
            }
            catch (ProblemException ended)
            {
                return ended.Answer;
            }
        }
    }

    // What the document promises: 200, and nothing in place of null.
    private static Answer Strict(Answer answer)
    {
        var status = answer.Status is 201 or 204 ? 200 : answer.Status;
        if (answer.Json is not { } json || status != 200)
        {
            return answer with { Status = status };
        }

        var kept = WithoutNulls(json)!;
        return Answer.OfJson(status, kept) with { Headers = answer.Headers };
    }

    private static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject parent => new JsonObject(parent.Where(field => field.Value is not null)
            .Select(field => KeyValuePair.Create(field.Key, WithoutNulls(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutNulls)]),
        _ => node?.DeepClone(),
    };
}
