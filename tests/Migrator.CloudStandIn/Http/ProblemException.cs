namespace Migrator.StandIn.Http;

/// <summary>A request that ends here, with a problem.</summary>
/// <param name="answer">The answer.</param>
internal sealed class ProblemException(Answer answer) : Exception($"The answer is {answer.Status}.")
{
    internal Answer Answer => answer;
}
