using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Spin;

/// <summary>A value of free shape: what a plugin's trigger holds, and what a locked app's metadata holds.</summary>
internal abstract record SpinValue
{
    private SpinValue()
    {
    }

    /// <summary>No value.</summary>
    public static SpinValue Null { get; } = new Nothing();

    /// <summary>The table without keys, to build others from; keys in UTF-8 byte order.</summary>
    public static ImmutableSortedDictionary<string, SpinValue> NoKeys { get; } =
        ImmutableSortedDictionary.Create<string, SpinValue>(TextMap.ByUtf8);

    /// <summary>A text as a value.</summary>
    /// <param name="value">The text.</param>
    public static SpinValue Of(string value) => new Text(value);

    /// <summary>Texts as a list.</summary>
    /// <param name="values">The texts, in order, repeats kept.</param>
    public static SpinValue Of(ImmutableArray<string> values) => new List([.. values.Select(Of)]);

    /// <summary>A table of the given keys.</summary>
    /// <param name="entries">Keys and values, each key once.</param>
    public static Table TableOf(params IEnumerable<(string Key, SpinValue Value)> entries) =>
        new(NoKeys.AddRange(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))));

    /// <summary>
    /// The same value with points in time as plain texts, as Spin writes those of an application's trigger.
    /// </summary>
    public SpinValue WithPlainMoments() => this switch
    {
        Moment moment => new Text(moment.Value),
        List list => new List([.. list.Items.Select(item => item.WithPlainMoments())]),
        Table table => table.WithPlainMoments(),
        _ => this,
    };

    /// <summary>JSON's null.</summary>
    public sealed record Nothing : SpinValue;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : SpinValue;

    /// <summary>An integer.</summary>
    public sealed record Integer(long Value) : SpinValue;

    /// <summary>A floating point number; infinity and not-a-number become null in JSON.</summary>
    public sealed record Real(double Value) : SpinValue;

    /// <summary>True or false.</summary>
    public sealed record Flag(bool Value) : SpinValue;

    /// <summary>A date, a time of day or both, as TOML text.</summary>
    public sealed record Moment(string Value) : SpinValue;

    /// <summary>A list.</summary>
    public sealed record List(ImmutableArray<SpinValue> Items) : SpinValue;

    /// <summary>A table, keys in UTF-8 byte order.</summary>
    public sealed record Table(ImmutableSortedDictionary<string, SpinValue> Items) : SpinValue
    {
        /// <summary>The same table with a key set or replaced.</summary>
        /// <param name="key">The key.</param>
        /// <param name="value">Its value.</param>
        public Table With(string key, SpinValue value) => new(Items.SetItem(key, value));

        /// <inheritdoc cref="SpinValue.WithPlainMoments"/>
        public new Table WithPlainMoments() =>
            new(NoKeys.AddRange(Items.Select(item => KeyValuePair.Create(item.Key, item.Value.WithPlainMoments()))));
    }
}
