namespace Migrator.Engine.Audit.Reading;

/// <summary>One file of a component.</summary>
/// <param name="Path">Where the component sees it, without a leading slash.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record AuditedFile(string Path, AuditedContent Content);
