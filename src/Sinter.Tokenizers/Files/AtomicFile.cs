namespace Sinter.Tokenizers.Files;

/// <summary>Writes a file aside and renames it when it is complete, so that no reader ever meets half of it.</summary>
internal static class AtomicFile
{
    /// <summary>Writes the file.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var partial = path + ".partial";
        using (var stream = File.Create(partial))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }
}
