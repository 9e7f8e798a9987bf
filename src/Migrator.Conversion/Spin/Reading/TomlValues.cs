using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Turns TOML values of free shape into ours.</summary>
internal static class TomlValues
{
    /// <summary>A table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="except">A key to leave out; null for none.</param>
    public static SpinValue.Table TableOf(TomlTable table, string? except = null) => SpinValue.TableOf(
        table.Entries
            .Where(entry => !string.Equals(entry.Key, except, StringComparison.Ordinal))
            .Select(entry => (entry.Key, ValueOf(entry.Value))));

    private static SpinValue ValueOf(TomlNode node) => node switch
    {
        TomlString text => SpinValue.Of(text.Value),
        TomlInteger integer => new SpinValue.Integer(integer.Value),
        TomlFloat real => new SpinValue.Real(real.Value),
        TomlBoolean flag => new SpinValue.Flag(flag.Value),
        TomlDateTime moment => new SpinValue.Moment(moment.Text),
        TomlArray array => new SpinValue.List([.. array.Items.Select(ValueOf)]),
        TomlTable table => TableOf(table),
        _ => throw new InvalidOperationException($"No value is known for {node.KindName}."),
    };
}
