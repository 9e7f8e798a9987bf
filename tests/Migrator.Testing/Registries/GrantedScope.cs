namespace Migrator.Testing.Registries;

/// <summary>What a token is good for: <c>repository:team/app:pull,push</c>.</summary>
/// <param name="Type">Mostly <c>repository</c>.</param>
/// <param name="Name">The repository.</param>
/// <param name="Actions">Such as pull and push.</param>
public sealed record GrantedScope(string Type, string Name, IReadOnlyList<string> Actions)
{
    /// <summary>Reads a scope; null when it is none.</summary>
    /// <param name="text">The text, as it stands in a query.</param>
    public static GrantedScope? Parse(string text)
    {
        var first = text.IndexOf(':', StringComparison.Ordinal);
        var last = text.LastIndexOf(':');
        return first > 0 && last > first
            ? new(text[..first], text[(first + 1)..last], text[(last + 1)..].Split(','))
            : null;
    }

    /// <summary>Whether it allows an action on a repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="action">The action.</param>
    public bool Allows(string repository, string action) =>
        Type == "repository" && Name == repository && Actions.Contains(action);
}
