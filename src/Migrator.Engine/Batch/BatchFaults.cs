using System.Collections.Immutable;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch;

/// <summary>Collects the faults of a batch file with their places.</summary>
internal sealed class BatchFaults(string place)
{
    private static readonly ImmutableArray<string> SecretWords =
        ["password", "passwd", "secret", "token", "credential", "apikey", "privatekey", "authorization"];

    private readonly List<(TomlPosition Position, Finding Finding)> _findings = [];

    /// <summary>The faults of the text and of its tables; table readers add to it.</summary>
    public List<TomlFault> OfToml { get; } = [];

    /// <summary>A value that cannot be used; not told of one with a login in it, which is a fault already.</summary>
    public void Add(TomlTableReader table, string key, string message)
    {
        if (!WrittenLogin.IsIn(table.Node(key)))
        {
            AddValue(table.PositionOf(key), table.PathOf(key), message);
        }
    }

    /// <summary>Looks for keys that hold secrets, and for values with a login before a host, in all tables.</summary>
    public void FindSecrets(TomlNode node, string path = "")
    {
        foreach (var entry in (node as TomlTable)?.Entries ?? [])
        {
            var inner = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (WrittenLogin.IsIn(entry.Value))
            {
                AddLogin(entry.Value.Position, inner);
            }

            if (IsSecret(entry.Key))
            {
                Add(
                    BatchFindings.Secret,
                    entry.KeyPosition,
                    MessageText.Escape(entry.Key),
                    $"{MessageText.Quote(entry.Key)} looks like a secret, and a batch file has none: log in to the "
                    + "registry and the Bindle server, or give credentials to the command. Then change this one, for "
                    + "it has been in a file.");
            }

            FindSecrets(entry.Value, inner);
        }

        foreach (var (number, item) in ((node as TomlArray)?.Items ?? []).Index())
        {
            FindSecrets(item, $"{path}[{number}]");
        }
    }

    /// <summary>All of them in the order of the text; an unknown field that is a secret is told once.</summary>
    public ImmutableArray<Finding> InOrder()
    {
        var told = _findings.Select(entry => entry.Position).ToHashSet();
        return
        [
            .. OfToml.Where(fault => fault.Kind != TomlFaultKind.UnknownKey || !told.Contains(fault.Position))
                .Select(fault => (fault.Position, Finding: Convert(fault)))
                .Concat(_findings)
                .OrderBy(entry => entry.Position.Line)
                .ThenBy(entry => entry.Position.Column)
                .Select(entry => entry.Finding),
        ];
    }

    /// <summary>Whether a part of a target has a login in it; it is told then.</summary>
    public bool HasLogin(TomlTableReader table, string key)
    {
        var node = table.Node(key);
        if (!WrittenLogin.IsInTarget(node))
        {
            return false;
        }

        // What every value is searched for is told already.
        if (!WrittenLogin.IsIn(node))
        {
            AddLogin(table.PositionOf(key), table.PathOf(key));
        }

        return true;
    }

    // The value itself is not repeated.
    private void AddLogin(TomlPosition position, string path) => AddValue(
        position,
        path,
        "a user or a password stands before a host, and a batch file has none: leave it out, log in or give it to the "
        + "command. Then change it, for it has been in a file.");

    private void AddValue(TomlPosition position, string path, string message) => Add(
        BatchFindings.Value, position, MessageText.Escape(path), $"{MessageText.Escape(path)}: {message}");

    private void Add(FindingKind kind, TomlPosition position, string subject, string message) =>
        _findings.Add((position, kind.Of(subject, message, $"{place}:{position}")));

    private Finding Convert(TomlFault fault)
    {
        var isText = fault.Kind is TomlFaultKind.Encoding or TomlFaultKind.Syntax or TomlFaultKind.TooDeep;
        var kind = isText ? BatchFindings.NotToml : BatchFindings.Field;
        var subject = fault.Path.Length == 0 ? "batch file" : MessageText.Escape(fault.Path);
        return kind.Of(
            subject, isText ? fault.Message : $"{subject}: {fault.Message}", $"{place}:{fault.Position}");
    }

    private static bool IsSecret(string key)
    {
        var plain = string.Concat(key.Where(char.IsAsciiLetter)).ToLowerInvariant();
        return SecretWords.Any(word => plain.Contains(word, StringComparison.Ordinal));
    }
}
