namespace Migrator.Engine.Jobs;

/// <summary>
/// Adds up sizes that invoices claim: one may claim any that 63 bits hold, and a sum beyond that stops there.
/// </summary>
internal static class ByteSum
{
    /// <summary>The sum of two sizes, neither below 0.</summary>
    public static long Add(long sum, long size) => size > long.MaxValue - sum ? long.MaxValue : sum + size;

    /// <summary>The sum of sizes, none below 0.</summary>
    public static long Of(IEnumerable<long> sizes) => sizes.Aggregate(0L, Add);
}
