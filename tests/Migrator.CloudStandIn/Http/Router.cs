namespace Migrator.StandIn.Http;

/// <summary>Finds the operation of a request.</summary>
internal sealed class Router(IReadOnlyList<Operation> operations)
{
    internal IReadOnlyList<Operation> Operations => operations;

    /// <summary>The operation and what its parameters are; null when the path is none of ours.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path, percent signs resolved.</param>
    /// <param name="known">Whether another method has this path.</param>
    internal (Operation Operation, IReadOnlyDictionary<string, string> Values)? Find(
        string method,
        string path,
        out bool known)
    {
        var matches = (from operation in operations
                       let values = Match(operation, path)
                       where values is not null
                       select (operation, values)).ToList();
        known = matches.Count > 0;
        var found = matches.Find(match => match.operation.Method == method);
        return found.operation is null ? null : found;
    }

    private static Dictionary<string, string>? Match(Operation operation, string path)
    {
        var pattern = operation.Template.Split('/');
        var parts = path.TrimEnd('/').Split('/', operation.TakesRest ? pattern.Length : int.MaxValue);
        if (parts.Length != pattern.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (expected, part) in pattern.Zip(parts))
        {
            if (expected.StartsWith('{'))
            {
                values[expected.Trim('{', '}')] = part;
            }
            else if (expected != part)
            {
                return null;
            }
        }

        return values;
    }
}
