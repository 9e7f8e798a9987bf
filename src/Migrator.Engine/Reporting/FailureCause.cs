using System.Collections.Immutable;

namespace Migrator.Engine.Reporting;

/// <summary>Apps that failed, or were refused, for one cause.</summary>
/// <param name="Code">The finding's code.</param>
/// <param name="Title">What kind of finding it is.</param>
/// <param name="Apps">How many apps.</param>
/// <param name="Examples">The first few, with what was said of each.</param>
/// <param name="Commands">
/// What tries them again: a run of each journal with such apps for what failed; another plan and its run for what the
/// plan refuses, and for what no run of it can end.
/// </param>
public sealed record FailureCause(
    string Code,
    string Title,
    long Apps,
    ImmutableArray<(string App, string Message)> Examples,
    ImmutableArray<string> Commands);
