namespace Migrator.Conversion.Spin;

/// <summary>
/// The path that a parcel's name becomes inside a component's mount: <c>\</c> is <c>/</c>, as Spin's push makes it;
/// empty and <c>.</c> segments vanish (spec/spin-oci.md 7, step 4).
/// </summary>
internal static class FilePath
{
    /// <summary>Makes a name a path.</summary>
    /// <param name="name">The name of a group's member in a verified bindle: never absolute, without a <c>..</c>
    /// segment.</param>
    /// <returns>The path: relative, no <c>.</c> or empty segment; empty when the name has nothing else.</returns>
    public static string Of(string name) =>
        string.Join('/', name.Replace('\\', '/').Split('/').Where(segment => segment is not ("" or ".")));
}
