using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Invoices;

/// <summary>Invoices as text: <c>invoice.toml</c> (spec/bindle.md 2).</summary>
public static class InvoiceToml
{
    /// <summary>
    /// Reads an invoice; finds all faults at once, but for those of grammar, of which the first is told.
    /// </summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="place">Where it lies, for messages, such as <c>invoice.toml</c>.</param>
    /// <param name="lenient">
    /// Takes, with a warning, what old programs let pass: free keys given twice, of which the last counts, and the
    /// documented fields <c>yanked_reason</c> and <c>yanked_signature</c>, which are left out.
    /// </param>
    /// <returns>
    /// The invoice and every finding. An invoice may come with errors, so that the verifier can add its own; it is null
    /// when a required value is missing.
    /// </returns>
    public static InvoiceReading Read(ReadOnlyMemory<byte> bytes, string place, bool lenient = false)
    {
        ArgumentNullException.ThrowIfNull(place);
        var document = TomlDocument.Read(bytes, TomlRepeatedKeys.KeepLast);
        var findings = new ReadingFaults(place);
        if (document.HasByteOrderMark)
        {
            findings.Add(
                ReadingFindings.ByteOrderMark,
                new TomlPosition(1, 1),
                "invoice",
                "The file begins with a UTF-8 byte order mark; it is skipped.");
        }

        findings.OfToml.AddRange(document.Faults);
        return Read(document.Root, findings, lenient);
    }

    /// <summary>
    /// Writes an invoice as the makers of bindles wrote it: the order of spec/spin-oci.md 1.7, absent and empty options
    /// left out, but for an empty list of signatures.
    /// </summary>
    /// <param name="invoice">The invoice.</param>
    /// <returns>UTF-8 without a byte order mark, lines ended by LF. Read again, it gives the same data.</returns>
    public static byte[] Write(Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        return InvoiceWriter.Write(invoice);
    }

    /// <summary>Reads the table of an invoice, of whichever text.</summary>
    /// <param name="root">The table; null when the text has none, which is among the findings then.</param>
    /// <param name="findings">The faults of the text so far.</param>
    /// <param name="lenient">Takes, with a warning, what old programs let pass.</param>
    internal static InvoiceReading Read(TomlTable? root, ReadingFaults findings, bool lenient)
    {
        var invoice = root is null ? null : ReadRoot(root, findings, lenient);
        return new InvoiceReading(invoice, findings.InOrder());
    }

    private static Invoice? ReadRoot(TomlTable root, ReadingFaults findings, bool lenient)
    {
        if (root.Entries.Count == 0)
        {
            findings.Add(ReadingFindings.Empty, root.Position, "invoice", "The file is empty or not an invoice.");
            return null;
        }

        return new InvoiceReader(findings, lenient).Read(root);
    }
}
