namespace Sinter.Cli.Verbs.Data;

/// <summary>The lines of a stream as bytes, one for each line end; what follows the last line end is a line too, unless it is empty.</summary>
internal static class ByteLines
{
    private const int LongestLine = 64 << 20;

    /// <summary>The lines; the memory of each is valid until the next is asked for.</summary>
    /// <exception cref="InvalidDataException">A line is longer than the bound.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Stream input)
    {
        var lines = new Sinter.Data.Utf8LineReader(input, "the input", LongestLine);
        while (lines.TryRead(out var line))
        {
            yield return line;
        }
    }
}
