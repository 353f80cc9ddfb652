namespace Sinter.Tokenizers.Training;

/// <summary>The pieces of a Unigram model in training: their characters, their logarithmic probabilities, and the trie that finds them.</summary>
internal sealed class UnigramPieces
{
    /// <summary>How much less probable than any piece a character without a piece is (as SentencePiece has it).</summary>
    private const double UnknownPenalty = 10;

    private readonly int[][] _characters;
    private readonly double[] _scores;
    private readonly double[] _probabilities;

    /// <summary>Makes them.</summary>
    /// <param name="characters">The characters of each piece.</param>
    /// <param name="scores">The logarithmic probability of each piece.</param>
    public UnigramPieces(int[][] characters, double[] scores)
    {
        (_characters, _scores) = (characters, scores);
        _probabilities = Array.ConvertAll(scores, Math.Exp);
        UnknownScore = scores.DefaultIfEmpty(0).Min() - UnknownPenalty;
        UnknownProbability = Math.Exp(UnknownScore);
        for (var piece = 0; piece < characters.Length; piece++)
        {
            Trie.Add(characters[piece], piece);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _scores.Length;

    /// <summary>Finds them in text.</summary>
    public PieceTrie Trie { get; } = new();

    /// <summary>The logarithmic probability of a character without a piece.</summary>
    public double UnknownScore { get; }

    /// <summary>The probability of a character without a piece.</summary>
    public double UnknownProbability { get; }

    /// <summary>The characters of a piece.</summary>
    public int[] Characters(int piece) => _characters[piece];

    /// <summary>The logarithmic probability of a piece.</summary>
    public double Score(int piece) => _scores[piece];

    /// <summary>The probability of a piece.</summary>
    public double Probability(int piece) => _probabilities[piece];

    /// <summary>Some of the pieces, in that order, with new scores.</summary>
    public UnigramPieces Select(IReadOnlyList<int> pieces, Func<int, double> score) =>
        new([.. pieces.Select(piece => _characters[piece])], [.. pieces.Select(score)]);
}
