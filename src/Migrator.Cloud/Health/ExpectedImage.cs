namespace Migrator.Cloud.Health;

/// <summary>What the answers are to show before a deploy or a way back is done.</summary>
public sealed record ExpectedImage
{
    private readonly string? _digest;
    private readonly string? _other;

    private ExpectedImage(string? digest, string? other)
    {
        _digest = digest;
        _other = other;
    }

    /// <summary>One artifact.</summary>
    /// <param name="digest">Its digest, <c>sha256:</c> and 64 hex digits.</param>
    /// <returns>The expectation.</returns>
    public static ExpectedImage Of(string digest) => new(digest, other: null);

    /// <summary>Any artifact but one, for a revision whose digest nobody can tell.</summary>
    /// <param name="digest">The digest that is to go; null when it is not known either.</param>
    /// <returns>The expectation.</returns>
    public static ExpectedImage OtherThan(string? digest) => new(digest: null, digest);

    /// <summary>Whether an answer is of what is expected.</summary>
    /// <param name="sample">The answer.</param>
    /// <returns>Whether it is.</returns>
    public bool IsMetBy(ProbeSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Kind == ProbeKind.Oci
            && (_digest is null ? sample.Identity != _other : sample.Identity == _digest);
    }
}
