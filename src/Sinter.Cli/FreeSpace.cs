namespace Sinter.Cli;

/// <summary>Free space on the disk of a path that need not exist yet.</summary>
internal static class FreeSpace
{
    /// <summary>Bytes that this user may still write; null where the system does not say.</summary>
    public static long? At(string path)
    {
        // The folder that exists decides: a volume may be mounted anywhere above it.
        var folder = new DirectoryInfo(Path.GetFullPath(path));
        while (!folder.Exists && folder.Parent is not null)
        {
            folder = folder.Parent;
        }

        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? folder.Root.FullName : folder.FullName).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
