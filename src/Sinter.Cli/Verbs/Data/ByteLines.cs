namespace Sinter.Cli.Verbs.Data;

/// <summary>The lines of a stream as bytes, one for each line end; what follows the last line end is a line too, unless it is empty.</summary>
internal static class ByteLines
{
    private const int LongestLine = 64 << 20;

    /// <summary>Opens a file of lines, or the standard input for <c>-</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    public static Stream Open(string name) => name is "-" ? Console.OpenStandardInput() : File.OpenRead(RequireFile(name));

    /// <summary>The path of a file that is there.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    public static string RequireFile(string path) =>
        File.Exists(path) ? path : throw new FileNotFoundException(Directory.Exists(path) ? $"'{path}' is a folder; give a file." : $"There is no file '{path}'; check the path.");

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
