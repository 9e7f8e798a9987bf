namespace Migrator.Oci.Targets.Registry;

/// <summary>
/// Keeps how far uploads are, so that a process goes on where another was killed. May be called by several threads.
/// </summary>
/// <param name="FindOrNull">Finds an upload; null when none is kept.</param>
/// <param name="Keep">Keeps an upload, in place of an earlier one; ends when it would outlive the process.</param>
/// <param name="Forget">Forgets an upload: it is completed, or lost.</param>
public sealed record KeptUploads(
    Func<UploadName, KeptUpload?> FindOrNull,
    Func<UploadName, KeptUpload, Task> Keep,
    Func<UploadName, Task> Forget);
