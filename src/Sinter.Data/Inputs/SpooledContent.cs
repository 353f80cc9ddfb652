namespace Sinter.Data.Inputs;

/// <summary>Content in a temporary file, for formats that must go back and forth in what comes as a stream. The file goes when it is closed.</summary>
internal static class SpooledContent
{
    /// <summary>Copies the stream into a temporary file and gives it from its start. What breaks off is given as far as it goes.</summary>
    public static FileStream Of(Stream content)
    {
        var path = Path.Combine(Path.GetTempPath(), "sinter-" + Guid.NewGuid().ToString("N") + AtomicFile.PartialSuffix);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        try
        {
            content.CopyTo(file, 1 << 20);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            // The format finds that the end is missing, and says so in its own words.
        }

        file.Position = 0;
        return file;
    }
}
