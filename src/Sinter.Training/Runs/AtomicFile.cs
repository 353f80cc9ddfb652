namespace Sinter.Training.Runs;

/// <summary>Writes a whole file so that a reader sees either the old bytes or the new ones, also after a power cut: aside, flushed, renamed.</summary>
public static class AtomicFile
{
    /// <summary>What is added to a file's name while it is being written.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>Replaces the file at <paramref name="path"/> by <paramref name="content"/>; its folder is made where it is missing.</summary>
    /// <exception cref="IOException">The file cannot be written; the old one is then untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var partial = path + PartialSuffix;
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }
}
