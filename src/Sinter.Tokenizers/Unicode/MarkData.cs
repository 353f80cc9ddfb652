using System.Globalization;
using System.IO.Compression;

namespace Sinter.Tokenizers.Unicode;

/// <summary>
/// The marks that the tables of Hugging Face's library know, read once from the embedded file <c>Marks.txt.br</c>. They end with Unicode 8.0 and 9.0; a later mark is not
/// one to the tokenizers that were trained with them.
/// </summary>
internal static class MarkData
{
    private static readonly CodePointSet[] Sets = Load();

    /// <summary>General category Mn of Unicode 8.0: what BERT's normalizer drops.</summary>
    public static CodePointSet NonSpacing => Sets[0];

    /// <summary>General categories Mn, Mc and Me of Unicode 9.0: what the normalizer StripAccents drops.</summary>
    public static CodePointSet Combining => Sets[1];

    private static CodePointSet[] Load()
    {
        using var file = typeof(MarkData).Assembly.GetManifestResourceStream("Marks.txt.br")
            ?? throw new InvalidOperationException("The table of marks is missing from the library.");
        using var reader = new StreamReader(new BrotliStream(file, CompressionMode.Decompress));
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => !line.StartsWith('#'));
        return [.. lines.Select(static line => new CodePointSet([.. line.Split(' ').SelectMany(Edges)]))];
    }

    private static int[] Edges(string range)
    {
        var ends = Array.ConvertAll(range.Split('-'), static digits => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return [ends[0], ends[^1] + 1];
    }
}
