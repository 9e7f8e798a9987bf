namespace Migrator.Oci.Targets;

/// <summary>Work on the place of a target; what fails there comes out as <see cref="TargetException"/>.</summary>
internal static class PlaceWork
{
    /// <summary>Does work.</summary>
    /// <param name="target">The target's description.</param>
    /// <param name="what">What is tried, as in "cannot write".</param>
    /// <param name="work">The work. It must not touch a source: that one's errors are its own.</param>
    public static T Do<T>(string target, string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception cause) when (IsOfThePlace(cause))
        {
            throw Fault(target, what, cause);
        }
    }

    /// <inheritdoc cref="Do{T}(string, string, Func{T})"/>
    public static void Do(string target, string what, Action work) => Do(target, what, () =>
    {
        work();
        return true;
    });

    /// <inheritdoc cref="Do{T}(string, string, Func{T})"/>
    public static async Task<T> DoAsync<T>(string target, string what, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception cause) when (IsOfThePlace(cause))
        {
            throw Fault(target, what, cause);
        }
    }

    /// <summary>Whether an exception is an error of the disk.</summary>
    public static bool IsOfThePlace(Exception cause) => cause is IOException or UnauthorizedAccessException;

    /// <summary>Says what failed, in one line.</summary>
    public static TargetException Fault(string target, string what, Exception cause) =>
        new(target, $"{target}: cannot {what}: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", cause);
}
