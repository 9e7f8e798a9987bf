using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>A file of a component before its parcel is looked at.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Label">The parcel.</param>
internal sealed record FileEntry(string Path, Label Label);
