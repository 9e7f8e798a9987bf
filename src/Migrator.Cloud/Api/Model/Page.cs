namespace Migrator.Cloud.Api.Model;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What it lists.</typeparam>
/// <param name="Items">The items.</param>
/// <param name="IsLastPage">Whether the cloud takes it for the last one, which it gets wrong at times.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, bool IsLastPage);
