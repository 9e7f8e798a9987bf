using Migrator.Bindle.Invoices;
using Migrator.Conversion;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Jobs;

/// <summary>Which tag a job means.</summary>
internal static class TagName
{
    /// <summary>The tag that was given, or the one that the bindle's version gives.</summary>
    /// <exception cref="TargetException">None was given, and the version is too long for a tag.</exception>
    public static string Of(string? given, BindleVersion version, string target)
    {
        try
        {
            return given ?? TargetNaming.TagFor(version);
        }
        catch (FormatException exception)
        {
            throw new TargetException(target, exception.Message, exception);
        }
    }
}
