using System.Text.Json;
using Migrator.Oci.Json;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Files;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Oci.Auth;

/// <summary>Reads a JSON file of credentials. No message shows what is in it.</summary>
internal static class CredentialFile
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads a file; the given value when there is none.</summary>
    /// <exception cref="RegistryException">It is there and cannot be read.</exception>
    public static T ReadOr<T>(string path, T missing, Func<JsonObject, T> read)
    {
        if (!File.Exists(path))
        {
            return missing;
        }

        try
        {
            return ContentReader.Read(SharedFile.ReadAll(path, MaxBytes), "file", MaxBytes, read);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, $"cannot be read: {cause.Message.TrimEnd('.')}", cause);
        }
        catch (ManifestFormatException cause)
        {
            throw Fault(path, FaultOf(cause), cause: null);
        }
    }

    // What a parser says of broken JSON quotes it, and it may be a password without its quotes.
    private static string FaultOf(ManifestFormatException fault) => fault.InnerException is JsonException broken
        ? $"is not JSON from line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1} on"
        : $"is not of the form that is known: {fault.Message.TrimEnd('.')}";

    private static RegistryException Fault(string path, string fault, Exception? cause) => new(
        path,
        RegistryFailure.Credentials,
        $"The file of credentials {path} {fault}. Mend or remove it, or log in again.",
        cause);
}
