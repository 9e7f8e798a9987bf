using System.Collections.ObjectModel;

namespace Migrator.Bindle.Toml;

/// <summary>The first faults of a text, and how many more there are: who wrote it must not fill the memory.</summary>
internal sealed class TomlFaultList : Collection<TomlFault>
{
    /// <summary>The most faults that are kept.</summary>
    public const int Max = 10_000;

    /// <summary>How many were not kept.</summary>
    public int LeftOut { get; private set; }

    public void AddRange(IEnumerable<TomlFault> faults)
    {
        foreach (var fault in faults)
        {
            Add(fault);
        }
    }

    protected override void InsertItem(int index, TomlFault item)
    {
        if (Count < Max)
        {
            base.InsertItem(index, item);
        }
        else
        {
            LeftOut++;
        }
    }
}
