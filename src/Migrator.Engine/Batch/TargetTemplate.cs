using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Oci.References;

namespace Migrator.Engine.Batch;

/// <summary>Where the bindles of a batch go: a reference with <c>{registry} {team} {name} {tag}</c> in it.</summary>
/// <remarks>
/// <c>{name}</c> and <c>{tag}</c> are the bindle's repository and tag by <see cref="TargetNaming"/>. Immutable.
/// </remarks>
public sealed partial class TargetTemplate
{
    /// <summary>The template when none is written.</summary>
    public const string Default = "{registry}/{name}:{tag}";

    private static readonly ImmutableArray<string> Known = ["registry", "team", "name", "tag"];
    private readonly string _registry;

    private TargetTemplate(string text, string registry, string? team)
    {
        Text = text;
        _registry = registry;
        Team = team;
    }

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>The team of bindles whose source names none.</summary>
    public string? Team { get; }

    /// <summary>Makes a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="registry">What <c>{registry}</c> stands for; null when it is not used.</param>
    /// <param name="team">What <c>{team}</c> stands for; null when sources name it, or it is not used.</param>
    /// <returns>The template.</returns>
    /// <exception cref="FormatException">The template can give no reference; the message says why.</exception>
    public static TargetTemplate Parse(string text, string? registry, string? team)
    {
        ArgumentNullException.ThrowIfNull(text);
        var used = Placeholder().Matches(text).Select(match => match.Groups[1].Value).ToList();
        if (used.Find(name => !Known.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new FormatException(
                $"'{{{unknown}}}' stands for nothing; a template knows {{registry}}, {{team}}, {{name}} and {{tag}}.");
        }

        if (registry is null && used.Contains("registry", StringComparer.Ordinal))
        {
            throw new FormatException("The template has {registry}, and no registry is given.");
        }

        var template = new TargetTemplate(text, registry ?? "", team);
        _ = TargetReference.Parse(template.Fill("name", "1.0.0", team ?? "team"));
        return template;
    }

    /// <summary>Whether sources must name a team.</summary>
    public bool NeedsTeam => Team is null && HasTeam;

    /// <summary>Whether a team makes a difference.</summary>
    internal bool HasTeam => Text.Contains("{team}", StringComparison.Ordinal);

    /// <summary>The same for another team, of which <see cref="FaultOf"/> says whether it can stand there.</summary>
    internal TargetTemplate WithTeam(string team) => new(Text, _registry, team);

    /// <summary>Why a team cannot stand for <c>{team}</c>; null when it can.</summary>
    internal string? FaultOf(string team)
    {
        if (!HasTeam)
        {
            return $"the template {MessageText.Quote(Text)} has no {{team}}; write it there, or leave team out.";
        }

        if (team.Length == 0)
        {
            return "it is empty; give a team, or write the template without {team}.";
        }

        try
        {
            _ = TargetReference.Parse(Fill("name", "1.0.0", team));
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Where a bindle goes.</summary>
    /// <param name="id">The bindle.</param>
    /// <param name="team">The team of its source; null for the template's.</param>
    /// <returns>The reference, with its tag.</returns>
    /// <exception cref="FormatException">Its name gives no repository, or its version no tag.</exception>
    public TargetReference For(BindleId id, string? team)
    {
        ArgumentNullException.ThrowIfNull(id);
        var tag = TargetNaming.TagFor(id.Version);
        var reference = TargetReference.Parse(Fill(TargetNaming.RepositoryFor(id.Name), tag, team ?? Team ?? ""));
        return reference with { Tag = reference.Tag ?? tag };
    }

    /// <summary>The template as written.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    private string Fill(string name, string tag, string team) => Placeholder().Replace(Text, match =>
        match.Groups[1].Value switch
        {
            "registry" => _registry,
            "team" => team,
            "name" => name,
            _ => tag,
        });

    [GeneratedRegex(@"\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
