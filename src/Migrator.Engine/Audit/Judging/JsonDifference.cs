namespace Migrator.Engine.Audit.Judging;

/// <summary>One place where a document is not as expected.</summary>
/// <param name="Path">The place, such as <c>trigger.base</c> or <c>hosts[2]</c>; never a value.</param>
/// <param name="Expected">What was expected: <c>nothing</c>, or what kind of value and how long it is.</param>
/// <param name="Actual">What was found, told the same way.</param>
internal sealed record JsonDifference(string Path, string Expected, string Actual)
{
    /// <summary>What stands there when nothing does.</summary>
    public const string Nothing = "nothing";

    /// <summary>Whether the document has it and should not.</summary>
    public bool IsSurplus => Expected == Nothing;

    /// <summary>The outermost member of the path.</summary>
    public string Member => Path.Split('.', '[')[0];

    /// <summary>The difference as a half sentence.</summary>
    public override string ToString() => $"'{Path}': expected {Expected}, got {Actual}";
}
