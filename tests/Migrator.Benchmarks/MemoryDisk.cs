namespace Migrator.Benchmarks;

/// <summary>A folder in memory for temporary files, of this process and of those that it starts.</summary>
/// <remarks>
/// Where registries are compared, how fast this machine's disk writes is not what is compared, and it moves from second
/// to second. What is about disks stays on one, and comes first in a run of all.
/// </remarks>
internal static class MemoryDisk
{
    private const string Place = "/dev/shm";

    // The bindle, its layout, and what a registry has after a run: a GiB each, and as much again for good measure.
    private const long Room = 6L << 30;

    /// <summary>Lets temporary files be there from now on, if there is room; says so if not.</summary>
    /// <returns>A new folder for them.</returns>
    public static string Take()
    {
        if (Directory.Exists(Place) && new DriveInfo(Place).AvailableFreeSpace >= Room)
        {
            Environment.SetEnvironmentVariable("TMPDIR", Place);
        }
        else
        {
            Console.WriteLine($"No {Place} with {Room >> 30} GiB to spare: the disk is a part of these figures.");
        }

        return Directory.CreateTempSubdirectory("bindle2oci-bench-").FullName;
    }
}
