using Migrator.Oci.Targets;
using Migrator.Shipping;

// What is shipped beside the NuGet packages, made from the native binary that .ci/native publishes.
try
{
    return args switch
    {
        ["plugin", var binaries, var output] => SpinPlugin.Write(NativeBinary.In(binaries), output, from: null),
        ["plugin", var binaries, var output, var url] =>
            SpinPlugin.Write(NativeBinary.In(binaries), output, new Uri(url)),
        ["image", var binaries, var target] =>
            await ContainerImage.WriteAsync(NativeBinary.In(binaries), target, CancellationToken.None),
        ["icon", var file] => PackageIcon.Write(file),
        _ => Usage(),
    };
}
catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException or TargetException)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: Migrator.Shipping plugin BINARIES OUTPUT [URL]   the Spin plugin: manifest and archive; URL is the
                                                                folder that the archive will be downloaded from
               Migrator.Shipping image BINARIES TARGET          the container image; oci:DIR:TAG
               Migrator.Shipping icon FILE                      the icon of the packages
        """);
    return 2;
}
