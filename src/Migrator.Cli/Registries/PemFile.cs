using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Migrator.Cli.Commands;

namespace Migrator.Cli.Registries;

/// <summary>Reads the files of certificates that a command line names.</summary>
internal static class PemFile
{
    /// <summary>The certificates of a bundle.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <exception cref="UsageException">The file cannot be read, or holds none.</exception>
    public static ImmutableArray<X509Certificate2> ReadAuthorities(string path, string option)
    {
        var found = new X509Certificate2Collection();
        Read(path, option, found.ImportFromPemFile);
        return found.Count > 0
            ? [.. found]
            : throw new UsageException($"The file of {option}, '{path}', holds no certificate in PEM form.");
    }

    /// <summary>A certificate with its private key.</summary>
    /// <exception cref="UsageException">A file cannot be read, or holds something else.</exception>
    public static X509Certificate2 ReadCertificate(string path, string? keyPath)
    {
        X509Certificate2? certificate = null;
        Read(
            path,
            keyPath is null ? "--client-cert" : "--client-cert or --client-key",
            file => certificate = X509Certificate2.CreateFromPemFile(file, keyPath));
        return certificate!;
    }

    private static void Read(string path, string option, Action<string> read)
    {
        try
        {
            read(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException
            or CryptographicException or ArgumentException)
        {
            throw new UsageException($"The file of {option}, '{path}', cannot be read: {failure.Message}");
        }
    }
}
