using Xunit;

namespace Migrator.Testing;

/// <summary>
/// A test with rows over <c>../shared</c>; skipped, and counted as skipped, where that data is not there.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test when the data is not there.</summary>
    public SharedTheoryAttribute()
    {
        if (!SharedData.IsThere)
        {
            Skip = "needs ../shared, which is not part of the repository";
        }
    }
}
