using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Sinter.Data.FastText;

/// <summary>Text files of vectors: a line with the number of words and of dimensions, then a line a word with its numbers, the most frequent word first.</summary>
internal static class VectorTextFile
{
    private const int LongestLine = 1 << 20;
    private const int MostDimensions = 1 << 16;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">A line is not as the first line says.</exception>
    public static WordVectors Read(Stream stream, string name)
    {
        var lines = new Utf8LineReader(stream, name, LongestLine);
        var (rows, columns) = lines.TryRead(out var header) ? ReadHeader(header.Span) : default;
        if (columns == 0)
        {
            throw new InvalidDataException($"'{name}' holds no word vectors: a fastText model, or a text whose first line is the number of words and of dimensions, is expected.");
        }

        // Memory follows what is there, not what the first line claims.
        var (text, starts, values) = (new List<byte>(), new List<int> { 0 }, new List<float>());
        while (starts.Count <= rows && lines.TryRead(out var line))
        {
            if ((long)values.Count + columns > Array.MaxLength)
            {
                throw new InvalidDataException($"'{name}' has more numbers than fit in memory at once.");
            }

            var rest = line.Span.TrimEnd((byte)' ');
            var space = rest.IndexOf((byte)' ');
            if (space <= 0 || !ReadNumbers(rest[space..], columns, values))
            {
                throw new InvalidDataException($"Line {lines.LineNumber} of '{name}': a word and {columns} numbers are expected, as the first line says.");
            }

            text.AddRange(rest[..space]);
            starts.Add(text.Count);
        }

        var counts = new long[starts.Count - 1];
        for (var word = 0; word < counts.Length; word++)
        {
            counts[word] = Math.Max(1, 1_000_000_000L / (word + 1));
        }

        var vocabulary = new FastTextVocabulary([.. text], [.. starts], counts, counts.Length, counts.Sum());
        return new WordVectors(vocabulary, new DenseMatrix(counts.Length, columns, [.. values]));
    }

    /// <summary>Writes a file, with as many digits as a float has.</summary>
    public static void Write(Stream stream, FastTextVocabulary vocabulary, DenseMatrix vectors)
    {
        var output = new BufferedStream(stream, 1 << 16); // To dispose of it would close the stream, which is not ours.
        output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{vectors.Rows} {vectors.Columns}\n")));
        Span<byte> number = stackalloc byte[32];
        for (var word = 0; word < vectors.Rows; word++)
        {
            output.Write(vocabulary[word]);
            foreach (var value in vectors[word])
            {
                output.WriteByte((byte)' ');
                Utf8Formatter.TryFormat(value, number, out var written);
                output.Write(number[..written]);
            }

            output.WriteByte((byte)'\n');
        }

        output.Flush();
    }

    private static (int Rows, int Columns) ReadHeader(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)' ');
        return Utf8Parser.TryParse(line, out int rows, out var first) && rows >= 0 && first < line.Length && line[first] == ' '
            && Utf8Parser.TryParse(line[(first + 1)..], out int columns, out var second) && first + 1 + second == line.Length && columns is > 0 and <= MostDimensions
            ? (rows, columns)
            : default;
    }

    private static bool ReadNumbers(ReadOnlySpan<byte> text, int columns, List<float> values)
    {
        for (var column = 0; column < columns; column++)
        {
            text = text.TrimStart((byte)' ');
            if (!Utf8Parser.TryParse(text, out float value, out var length) || !float.IsFinite(value) || (length < text.Length && text[length] != ' '))
            {
                return false;
            }

            values.Add(value);
            text = text[length..];
        }

        return text.IsEmpty;
    }
}
