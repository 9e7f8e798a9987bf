namespace Migrator.StandIn.Model;

/// <summary>A revision: the one of an app that has a number; the same number may come twice.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AppId">Its app.</param>
/// <param name="Number">Its number: a bindle's version, or a tag.</param>
/// <param name="StorageId">
/// The storage id it was registered with: <c>oci://…</c> for an artifact. The API does not tell.
/// </param>
/// <param name="Created">When it was registered.</param>
public sealed record CloudRevision(Guid Id, Guid AppId, string Number, string StorageId, DateTimeOffset Created)
{
    /// <summary>Whether it is an OCI artifact.</summary>
    public bool IsOci => StorageIds.IsOci(StorageId);
}
