using System.Reflection;

namespace Migrator.Shipping;

/// <summary>The native binary and the libraries that it wants beside it.</summary>
/// <param name="Files">Full paths, ordinal by name.</param>
internal sealed record NativeBinary(IReadOnlyList<string> Files)
{
    public const string Name = "bindle2oci";

    /// <summary>The version of everything, from src/Directory.Build.props.</summary>
    public static string Version { get; } = typeof(NativeBinary).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Finds it in a folder.</summary>
    /// <param name="folder">What <c>.ci/native</c> wrote.</param>
    public static NativeBinary In(string folder)
    {
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(Path.GetFullPath).ToList();
        return files.Exists(file => Path.GetFileName(file) == Name)
            ? new NativeBinary(files)
            : throw new FileNotFoundException($"{folder} holds no {Name}; .ci/native publishes it.");
    }

    /// <summary>The binary itself.</summary>
    public string Program => Files.First(file => Path.GetFileName(file) == Name);

    /// <summary>The processor that it is for, read from its ELF header.</summary>
    public Machine Machine
    {
        get
        {
            Span<byte> header = stackalloc byte[20];
            using var file = File.OpenRead(Program);
            file.ReadExactly(header);
            return header[18] switch
            {
                62 => Machine.X64,
                183 => Machine.Arm64,
                var other => throw new InvalidDataException($"{Program} is for an unknown ELF machine, {other}."),
            };
        }
    }
}
