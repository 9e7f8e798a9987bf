namespace Migrator.StandIn.Conformance;

/// <summary>A request or an answer that is not as the document has it.</summary>
/// <param name="Request">The number of the request in the journal.</param>
/// <param name="Operation">The operation.</param>
/// <param name="IsOfRequest">Whether the request is wrong, which is the client's fault; if not, the answer.</param>
/// <param name="Message">What is wrong.</param>
public sealed record Violation(int Request, string Operation, bool IsOfRequest, string Message)
{
    /// <summary>One line for a failed test's message.</summary>
    public override string ToString() =>
        $"{Request,4} {(IsOfRequest ? "request" : "answer")} {Operation}: {Message}";
}
