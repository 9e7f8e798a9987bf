using System.Collections.Immutable;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Health;
using Migrator.Oci.References;

namespace Migrator.Engine.Batch;

/// <summary>Reads the table <c>[deploy]</c> of a batch file.</summary>
internal sealed class BatchDeployReader(BatchFaults faults)
{
    public BatchDeploy? Read(TomlTableReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var deploy = new BatchDeploy
        {
            Cloud = ReadCloud(reader),
            Environment = reader.OptionalString("environment"),
            Registry = ReadRegistry(reader),
            Era = BatchValues.Choice<CloudEra?>(
                reader, "era", null, faults, ("explicit-channels", CloudEra.ExplicitChannels),
                ("implicit-activation", CloudEra.ImplicitActivation)),
            OnFailure = BatchValues.Choice(
                reader, "on-failure", OnFailure.Keep, faults, ("keep", OnFailure.Keep),
                ("rollback", OnFailure.Rollback)),
            IsRollbackRequired = reader.OptionalBoolean("require-rollback") ?? false,
            Smoke = ReadSmoke(reader),
            Variables = [.. reader.Tables("variable").Select(ReadVariable).OfType<BatchVariable>()],
            Links = [.. reader.Tables("link").Select(ReadLink).OfType<BatchLink>()],
        };
        reader.End();
        return deploy;
    }

    private Uri? ReadCloud(TomlTableReader reader)
    {
        if (reader.OptionalString("cloud") is not { } text)
        {
            return null;
        }

        if (CloudUrl.ParseOrNull(text) is { } cloud)
        {
            return cloud;
        }

        faults.Add(reader, "cloud", $"it is not the address of a cloud; {CloudUrl.Expected}.");
        return null;
    }

    private string? ReadRegistry(TomlTableReader reader)
    {
        var host = reader.OptionalString("registry");
        if (host is not null
            && (host.Contains('/', StringComparison.Ordinal)
                || !TargetReference.TryParse($"{host}/app", out var any) || any is not RegistryReference))
        {
            faults.Add(reader, "registry", "it is not a host; expected a name or address, with its port if any.");
        }

        return host;
    }

    private ImmutableArray<SmokeCheck> ReadSmoke(TomlTableReader reader)
    {
        var checks = ImmutableArray.CreateBuilder<SmokeCheck>();
        foreach (var text in reader.Strings("smoke"))
        {
            if (SmokeCheck.TryParse(text, out var check))
            {
                checks.Add(check);
            }
            else
            {
                faults.Add(
                    reader, "smoke", $"{MessageText.Quote(text)} is no path such as \"/ping\" or \"/ping=204\".");
            }
        }

        return checks.DrainToImmutable();
    }

    private BatchVariable? ReadVariable(TomlTableReader reader)
    {
        var name = reader.RequiredString("name");
        var (variable, file) = (reader.OptionalString("env"), reader.OptionalString("file"));
        var bindles = reader.Strings("bindles");
        if (reader.Node("value") is not null)
        {
            faults.Add(reader, "value", "a batch file holds no values; say where it is, with env or file.");
        }
        else if ((variable is null) == (file is null))
        {
            faults.Add(
                reader,
                file is null ? "name" : "file",
                "a variable's value is in one place; give one of env and file.");
        }

        reader.End();
        return (name, variable, file) switch
        {
            ({ Length: > 0 }, { Length: > 0 }, null) => new(name, BatchVariableSource.Environment, variable, bindles),
            ({ Length: > 0 }, null, { Length: > 0 }) => new(name, BatchVariableSource.File, file, bindles),
            _ => null,
        };
    }

    private BatchLink? ReadLink(TomlTableReader reader)
    {
        var (label, name) = (reader.RequiredString("label"), reader.RequiredString("name"));
        var kind = BatchValues.Choice(
            reader, "kind", ResourceKind.KeyValue, faults, ("kv", ResourceKind.KeyValue),
            ("sqlite", ResourceKind.Sql));
        var bindles = reader.Strings("bindles");
        reader.End();
        return label is { Length: > 0 } && name is { Length: > 0 }
            ? new BatchLink(new ResourceLink(kind, label, name), bindles)
            : null;
    }
}
