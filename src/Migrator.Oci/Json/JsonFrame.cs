namespace Migrator.Oci.Json;

/// <summary>An object or array that is still open.</summary>
/// <param name="IsObject">Whether it is an object.</param>
/// <param name="Sorted">Whether its members are sorted when it ends.</param>
/// <param name="Start">Where its first member or item starts in the buffer.</param>
internal sealed record JsonFrame(bool IsObject, bool Sorted, int Start)
{
    /// <summary>The members of a sorted object so far.</summary>
    public List<JsonMember> Members { get; } = [];
}
