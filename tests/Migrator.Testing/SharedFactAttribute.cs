using Xunit;

namespace Migrator.Testing;

/// <summary>A test over <c>../shared</c>; skipped, and counted as skipped, where that data is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    /// <summary>Skips the test when the data is not there.</summary>
    public SharedFactAttribute()
    {
        if (!SharedData.IsThere)
        {
            Skip = "needs ../shared, which is not part of the repository";
        }
    }
}
