using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>
/// Compares a folder's name with the storage key of the bindle in it (spec/bindle.md 3.4; 10.5, row 92).
/// </summary>
internal static class KeyName
{
    /// <summary>Judges the name; only a name that is a key can be wrong.</summary>
    /// <param name="name">The folder's name.</param>
    /// <param name="invoice">The invoice in it, if it could be read.</param>
    /// <param name="place">The folder as messages show it.</param>
    /// <returns>The finding, or null.</returns>
    public static Finding? Judge(string name, Invoice? invoice, string place)
    {
        if (invoice is null || !ParcelDigest.IsHex(name))
        {
            return null;
        }

        var key = invoice.Id.StorageKey;
        return string.Equals(name, key, StringComparison.OrdinalIgnoreCase)
            ? null
            : SourceFindings.Misfiled.Of(
                MessageText.Line(invoice.Id.ToString()),
                $"The folder {name} does not match the bindle in it, {MessageText.Line(invoice.Id.ToString())}, whose "
                    + $"key is {key}. "
                + "Rename the folder if the invoice is right.",
                place);
    }
}
