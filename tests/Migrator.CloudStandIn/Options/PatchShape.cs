namespace Migrator.StandIn;

/// <summary>Which bodies a PATCH takes (spec/cloud-deploy.md 1.5).</summary>
public enum PatchShape
{
    /// <summary>Bare values, as the real server; <c>{"value": …}</c> is 400.</summary>
    Flat,

    /// <summary>Bare values and the wrapped ones of the OpenAPI document.</summary>
    Lenient,
}
