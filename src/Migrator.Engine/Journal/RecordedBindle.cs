namespace Migrator.Engine.Journal;

/// <summary>A bindle as a plan or an attempt read it.</summary>
/// <param name="Invoice">SHA-256 of the invoice byte for byte, hex; null when it was not read.</param>
/// <param name="Signatures">
/// What judging the signatures came to, one line; null when they were not judged.
/// </param>
/// <param name="Parcels">How many parcels the invoice names, each digest once.</param>
/// <param name="ParcelBytes">Their bytes.</param>
public sealed record RecordedBindle(string? Invoice, string? Signatures, int Parcels, long ParcelBytes);
