using System.Globalization;
using System.IO.Compression;

namespace Sinter.Tokenizers.Unicode;

/// <summary>
/// Sets of characters as the tables of Hugging Face's library know them, read once from the embedded file <c>ReferenceSets.txt.br</c>. Those tables end with Unicode 8.0
/// and 9.0; a later mark is no mark to the tokenizers that were trained with them.
/// </summary>
internal static class ReferenceSets
{
    private static readonly CodePointSet[] Sets = Load();

    /// <summary>General category Mn of Unicode 8.0: what BERT's normalizer drops.</summary>
    public static CodePointSet NonSpacingMarks => Sets[0];

    /// <summary>General categories Mn, Mc and Me of Unicode 9.0: what the normalizer StripAccents drops.</summary>
    public static CodePointSet Marks => Sets[1];

    /// <summary>General category P of Unicode 8.0 and all symbols of ASCII: what BERT takes for punctuation.</summary>
    public static CodePointSet Punctuation => Sets[2];

    /// <summary>Characters with a decomposition that came after Unicode 9.0: what the normalisation forms leave alone.</summary>
    public static CodePointSet LaterDecompositions => Sets[3];

    private static CodePointSet[] Load()
    {
        using var file = typeof(ReferenceSets).Assembly.GetManifestResourceStream("ReferenceSets.txt.br")
            ?? throw new InvalidOperationException("The table of sets of characters is missing from the library.");
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
