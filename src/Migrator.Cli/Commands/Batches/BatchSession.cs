using System.Text;
using Migrator.Cli.Clouds;
using Migrator.Cli.Registries;
using Migrator.Engine.Batch;
using Migrator.Engine.Deploying;

namespace Migrator.Cli.Commands.Batches;

/// <summary>The way to what a batch writes to, for one command.</summary>
/// <param name="registry">The way to its registry, or to the cloud's; null when it goes to a disk.</param>
/// <param name="cloud">The way to its cloud; null when it deploys nothing.</param>
/// <param name="registryHost">The host of the cloud's registry.</param>
internal sealed class BatchSession(RegistrySession? registry, CloudSession? cloud, string registryHost) : IDisposable
{
    private const int MaxValueBytes = 1 << 20;

    /// <summary>Places that reach it.</summary>
    /// <param name="context">The environment.</param>
    /// <param name="folder">The folder that paths of the batch file start from.</param>
    public BatchPlaces PlacesOf(CliContext context, string folder) => BatchPlaces.Of(folder, registry?.Client) with
    {
        Cloud = cloud is null ? null : new BatchCloud(
            new CloudPlace(cloud.Deployer, registry!.Client, registryHost),
            variable => ValueOf(context, folder, variable)),
    };

    public void Dispose()
    {
        registry?.Dispose();
        cloud?.Dispose();
    }

    private static string ValueOf(CliContext context, string folder, BatchVariable variable) =>
        variable.Source == BatchVariableSource.Environment
            ? context.Variable(variable.Location) ?? throw new UsageException(
                $"The variable {variable.Name} of the batch file is to be that of the environment, "
                + $"{variable.Location}, and that is not set. Set it, and run again.")
            : ReadValue(Path.GetFullPath(variable.Location, Path.GetFullPath(folder)), variable);

    // Editors end a file with a line break that is no part of the value.
    private static string ReadValue(string path, BatchVariable variable)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Length <= MaxValueBytes
                ? File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)).TrimEnd('\r', '\n')
                : throw new UsageException(
                    $"The file '{path}' has {file.Length} bytes, and a value of {variable.Name} at most "
                    + $"{MaxValueBytes}.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(
                $"The variable {variable.Name} of the batch file is to be in '{path}', which cannot be read: "
                + failure.Message);
        }
    }
}
