using System.Text.Json;
using Migrator.Cli.Registries;
using Migrator.Cloud.Deployment;
using Migrator.Engine.Deploying;

namespace Migrator.Cli.Output.Clouds;

/// <summary>A deploy for programs; its twin for people is <see cref="DeploymentReport"/>.</summary>
internal static class DeploymentJson
{
    public static void Write(Utf8JsonWriter json, DeployOutcome outcome, RegistrySession registry)
    {
        var migration = outcome.Migration;
        JsonParts.Head(json, "deploy", outcome.Status);
        JsonParts.Id(json, migration.Id);
        json.WriteString("source", migration.Source);
        json.WriteString("target", migration.Target);
        json.WriteString("profile", Words.Of(migration.Profile));
        JsonParts.Descriptor(json, "manifest", migration.Manifest);
        MigrationReport.Blobs(json, migration.Counts);
        App(json, outcome);
        Plan(json, outcome);
        HealthJson.Write(json, "health", outcome.Deployment?.Health);
        HealthJson.Write(json, "rollbackHealth", outcome.Deployment?.RollbackHealth);
        JsonParts.Registry(json, registry);
        SignatureJson.Write(json, migration.Signatures);
        FindingJson.Write(json, migration.Findings);
        JsonParts.Timings(json, migration.Timings);
    }

    private static void App(Utf8JsonWriter json, DeployOutcome outcome)
    {
        if (outcome.Plan is not { } plan)
        {
            json.WriteNull("app");
            return;
        }

        json.WriteStartObject("app");
        json.WriteString("name", plan.AppName);
        json.WriteString("id", outcome.Deployment?.AppId?.ToString());
        json.WriteString("url", outcome.Deployment?.Url?.AbsoluteUri);
        json.WriteString("revision", plan.Image.Tag);
        json.WriteString("digest", plan.Image.Digest);
        json.WriteEndObject();
    }

    private static void Plan(Utf8JsonWriter json, DeployOutcome outcome)
    {
        if (outcome.Plan is not { } plan)
        {
            json.WriteNull("plan");
            return;
        }

        json.WriteStartObject("plan");
        json.WriteString("era", CloudWords.Of(plan.Era));
        json.WriteString("verdict", CloudWords.Of(plan.Decision.Verdict));
        json.WriteString("action", CloudWords.Of(plan.Decision.Action));
        json.WriteString("reason", plan.Decision.Reason);
        Steps(json, plan, outcome.Deployment);
        json.WriteStartObject("wayBack");
        json.WriteString("revision", plan.Rollback.Revision);
        json.WriteString("reason", plan.Rollback.Reason);
        json.WriteEndObject();
        JsonParts.Texts(json, "unknowns", plan.Unknowns);
        json.WriteEndObject();
    }

    private static void Steps(Utf8JsonWriter json, DeploymentPlan plan, DeploymentOutcome? deployment)
    {
        json.WriteStartArray("steps");
        foreach (var step in plan.Steps)
        {
            json.WriteStartObject();
            json.WriteString("kind", CloudWords.Of(step.Kind));
            json.WriteString("title", step.Title);
            json.WriteString("request", step.Request);
            json.WriteBoolean("isDone", deployment?.Done.Contains(step) ?? false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
