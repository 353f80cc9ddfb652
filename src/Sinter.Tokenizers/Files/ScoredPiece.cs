namespace Sinter.Tokenizers.Files;

/// <summary>What a piece of a SentencePiece vocabulary is, numbered as in its files.</summary>
internal enum PieceKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>A piece of a SentencePiece vocabulary; its index is its id.</summary>
/// <param name="Text">Its text, with ▁ for a space.</param>
/// <param name="Score">Of two possible merges, the one into the piece with the higher score goes first.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct ScoredPiece(string Text, float Score, PieceKind Kind);
