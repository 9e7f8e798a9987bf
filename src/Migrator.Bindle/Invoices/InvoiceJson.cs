using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Invoices;

/// <summary>Invoices as JSON, the second form in which Bindle servers give them (spec/bindle.md 5.5).</summary>
public static class InvoiceJson
{
    /// <summary>Reads an invoice with the rules of <see cref="InvoiceToml"/>; nulls are as absent.</summary>
    /// <param name="bytes">The whole text.</param>
    /// <param name="place">Where it lies, for messages.</param>
    /// <param name="lenient">As for TOML.</param>
    /// <returns>
    /// The invoice and every finding. Arrays in place of objects and sizes above 2^63-1 are errors (spec/bindle.md
    /// 10.1 rows 31 and 32).
    /// </returns>
    public static InvoiceReading Read(ReadOnlyMemory<byte> bytes, string place, bool lenient = false)
    {
        ArgumentNullException.ThrowIfNull(place);
        var findings = new ReadingFaults(place);
        var root = JsonTables.Read(bytes, findings.OfToml);
        return InvoiceToml.Read(root, findings, lenient);
    }
}
