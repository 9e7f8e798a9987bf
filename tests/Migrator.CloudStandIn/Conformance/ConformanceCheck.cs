using Migrator.StandIn.Http;

namespace Migrator.StandIn.Conformance;

/// <summary>Holds requests and answers against the document.</summary>
internal sealed class ConformanceCheck
{
    internal void See(Operation operation, LoggedRequest request, Answer answer)
    {
    }
}
