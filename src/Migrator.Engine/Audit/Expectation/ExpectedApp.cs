using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Migrator.Bindle.Invoices;

namespace Migrator.Engine.Audit.Expectation;

/// <summary>What a bindle says that its application is, recomputed for the audit.</summary>
internal sealed record ExpectedApp
{
    /// <summary>Name and version of the bindle.</summary>
    public required BindleId Id { get; init; }

    /// <summary>The description; null when the invoice has none.</summary>
    public required string? Description { get; init; }

    /// <summary>The authors, in order.</summary>
    public required ImmutableArray<string> Authors { get; init; }

    /// <summary>The trigger's type, such as <c>http</c>.</summary>
    public required string TriggerType { get; init; }

    /// <summary>The trigger's settings without the type; for <c>http</c> the base, filled in.</summary>
    public required JsonObject Trigger { get; init; }

    /// <summary>The variables as a locked app has them.</summary>
    public required JsonObject Variables { get; init; }

    /// <summary>The components, in order.</summary>
    public required ImmutableArray<ExpectedComponent> Components { get; init; }

    /// <summary>The length of every parcel in bytes, by lower-case hex of its SHA-256.</summary>
    public required IReadOnlyDictionary<string, long> Sizes { get; init; }

    /// <summary>Whether the application answers HTTP requests.</summary>
    public bool IsHttp => TriggerType == "http";

    /// <summary>The base path; <c>/</c> for anything but HTTP.</summary>
    public string Base => IsHttp ? Trigger["base"]!.GetValue<string>() : "/";
}
