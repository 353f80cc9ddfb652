namespace Sinter.Data.Deduplication;

/// <summary>Claims an output folder for one run, and says whether that run was finished there before.</summary>
internal static class OutputHold
{
    /// <summary>Whether the folder holds this very run, finished; refuses a folder that holds anything else.</summary>
    public static bool IsDone(DeduplicationFolder folder, string fingerprint)
    {
        if (File.Exists(folder.Root))
        {
            throw new InvalidDataException($"'{folder}' is a file; name a folder to write to.");
        }

        if (File.Exists(folder.Settings))
        {
            return string.Equals(DeduplicationSettings.Read(folder).Fingerprint(), fingerprint, StringComparison.Ordinal) ? IsFinished(folder)
                : throw new InvalidDataException($"'{folder}' holds a deduplication of other inputs or with other settings; name another folder, or replace it with --overwrite.");
        }

        return folder.Strangers().Any() ? throw new InvalidDataException($"'{folder}' is not empty and holds no deduplication; name a new folder.") : false;
    }

    /// <summary>Holds the folder until it is disposed.</summary>
    /// <exception cref="IOException">Another process works there.</exception>
    public static FileStream Take(DeduplicationFolder folder)
    {
        Directory.CreateDirectory(folder.Root);
        try
        {
            return new FileStream(folder.Lock, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault) when (FileInUse.Is(fault))
        {
            throw new IOException($"Another process deduplicates into '{folder}'; wait until it ends, or name another folder.", fault);
        }
    }

    /// <summary>Whether the run is finished; then what it worked with is deleted, where it was killed before it could.</summary>
    private static bool IsFinished(DeduplicationFolder folder)
    {
        if (folder.IsFinished && Directory.Exists(folder.Work))
        {
            try
            {
                Directory.Delete(folder.Work, recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The process that has just finished is deleting it itself, or nobody may: the output is whole all the same.
            }
        }

        return folder.IsFinished;
    }
}
