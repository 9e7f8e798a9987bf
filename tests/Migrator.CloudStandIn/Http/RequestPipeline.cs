using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Migrator.StandIn.Http;

/// <summary>The way of every request: journalled, met by a fault or served, answered.</summary>
internal sealed class RequestPipeline(
    RequestJournal journal,
    FaultPlan faults,
    TimeProvider clock,
    Action expireTokens)
{
    /// <summary>Handles a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="area">Which part it is for.</param>
    /// <param name="prepare">Names the operation and reads the body, before any fault.</param>
    /// <param name="serve">Serves it.</param>
    internal async Task HandleAsync(
        HttpContext context,
        Area area,
        Func<LoggedRequest, Task> prepare,
        Func<LoggedRequest, Task<Answer>> serve)
    {
        var request = journal.Begin(context, area, clock.GetUtcNow());
        try
        {
            await prepare(request);
            var answer = await AnswerAsync(context, request, serve);
            if (answer.IsSent)
            {
                request.Status = answer.Status;
                return;
            }

            await SendAsync(context, request, answer);
        }
        catch (Exception hungUp) when (hungUp is IOException or OperationCanceledException or BadHttpRequestException)
        {
            request.Status = null;
            context.Abort();
        }
        finally
        {
            journal.End(request);
        }
    }

    private async Task<Answer> AnswerAsync(
        HttpContext context,
        LoggedRequest request,
        Func<LoggedRequest, Task<Answer>> serve)
    {
        if (faults.Next(request) is not { } fault)
        {
            return await serve(request);
        }

        request.Fault = fault.Name;
        var faulted = new FaultedRequest(context, request, clock, expireTokens);
        return await fault.Before(faulted) ?? await fault.After(faulted, await serve(request));
    }

    private static async Task SendAsync(HttpContext context, LoggedRequest request, Answer answer)
    {
        if (answer.CutAfter == 0)
        {
            Cut(context);
            return;
        }

        request.Status = answer.Status;
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (answer.Status == 204)
        {
            return;
        }

        response.ContentLength = answer.Body.Length;
        if (context.Request.Method == "HEAD")
        {
            return;
        }

        await response.Body.WriteAsync(Part(answer), context.RequestAborted);
        if (answer.CutAfter < answer.Body.Length)
        {
            // What was sent arrives; then the connection ends.
            await response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        }
    }

    private static ReadOnlyMemory<byte> Part(Answer answer) =>
        answer.Body[..Math.Min(answer.CutAfter ?? int.MaxValue, answer.Body.Length)];

    // A reset, not a polite end: what a crashed proxy does.
    private static void Cut(HttpContext context)
    {
        context.Features.Get<IConnectionSocketFeature>()?.Socket.LingerState = new LingerOption(true, 0);
        context.Abort();
    }
}
