namespace Migrator.Cloud.Health;

/// <summary>What the answers are to show before a deploy or a way back is done.</summary>
public sealed record ExpectedImage
{
    private readonly string _digest;

    private ExpectedImage(string digest) => _digest = digest;

    /// <summary>One artifact.</summary>
    /// <param name="digest">Its digest, <c>sha256:</c> and 64 hex digits.</param>
    /// <returns>The expectation.</returns>
    public static ExpectedImage Of(string digest) => new(digest);

    /// <summary>Whether an answer is of what is expected.</summary>
    /// <param name="sample">The answer.</param>
    /// <returns>Whether it is.</returns>
    public bool IsMetBy(ProbeSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Kind == ProbeKind.Oci && sample.Identity == _digest;
    }
}
