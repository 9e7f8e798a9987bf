using System.Text.Json;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Tests.Invoices;

/// <summary>Compares invoices as data; arrays and maps of a record compare by reference.</summary>
internal static class InvoiceData
{
    public static string Of(Invoice? invoice) => invoice is null
        ? "none"
        : JsonSerializer.Serialize(new { invoice, version = invoice.Id.Version.Text });
}
