namespace Sinter.Tokenizers.WordPiece;

/// <summary>The pieces of a word, until it is known that all of it can be written.</summary>
internal sealed class WordPieceScratch
{
    /// <summary>The ids and the bytes that each stands for.</summary>
    public List<(int Id, int Length)> Pieces { get; } = [];
}
