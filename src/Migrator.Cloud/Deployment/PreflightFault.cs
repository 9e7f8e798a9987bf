namespace Migrator.Cloud.Deployment;

/// <summary>Something that a deploy would run into.</summary>
/// <param name="IsBlocking">Whether it must be mended first; otherwise it is good to know.</param>
/// <param name="Message">What it is, and what to do; one line.</param>
public sealed record PreflightFault(bool IsBlocking, string Message);
