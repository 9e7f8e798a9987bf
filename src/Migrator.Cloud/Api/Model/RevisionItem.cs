namespace Migrator.Cloud.Api.Model;

/// <summary>A registered version of an application.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AppId">The application's id.</param>
/// <param name="RevisionNumber">Its number: a tag for OCI, a bindle's full version for Bindle.</param>
/// <param name="Components">What it consists of; empty when the cloud has not looked.</param>
public sealed record RevisionItem(
    Guid Id, Guid AppId, string RevisionNumber, IReadOnlyList<RevisionComponentDto> Components);
