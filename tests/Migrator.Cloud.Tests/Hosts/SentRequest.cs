namespace Migrator.Cloud.Tests.Hosts;

/// <summary>What was asked of a <see cref="ScriptedCloud"/>.</summary>
internal sealed record SentRequest(string Method, string Path, string Body, string? Authorization);
