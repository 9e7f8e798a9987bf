using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Sources.Server;

/// <summary>A whole body, TOML or JSON.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="IsJson">Whether it is JSON.</param>
internal sealed record ServerDocument(ReadOnlyMemory<byte> Bytes, bool IsJson)
{
    /// <summary>The document's table.</summary>
    /// <param name="faults">Why there is none.</param>
    public TomlTable? Read(ICollection<TomlFault> faults)
    {
        if (IsJson)
        {
            return JsonTables.Read(Bytes, faults);
        }

        var document = TomlDocument.Read(Bytes, TomlRepeatedKeys.KeepLast);
        foreach (var fault in document.Faults)
        {
            faults.Add(fault);
        }

        return document.Root;
    }
}
