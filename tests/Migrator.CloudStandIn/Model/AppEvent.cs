namespace Migrator.StandIn.Model;

/// <summary>Something that happened to an app.</summary>
/// <param name="Time">When.</param>
/// <param name="Type"><c>Create</c>, <c>Update</c> or <c>Delete</c>.</param>
/// <param name="Name">What.</param>
public sealed record AppEvent(DateTimeOffset Time, string Type, string Name);
