using Migrator.Bindle.Verification;

namespace Migrator.Engine.Journal;

/// <summary>A finding as the journal keeps it.</summary>
/// <param name="Level">How much it weighs.</param>
/// <param name="Code">The code, <c>BM</c> and four digits.</param>
/// <param name="Title">What kind of finding it is.</param>
/// <param name="Message">Full sentences, one line.</param>
/// <param name="Place">Where; null when there is none.</param>
public sealed record RecordedFinding(FindingLevel Level, string Code, string Title, string Message, string? Place);
