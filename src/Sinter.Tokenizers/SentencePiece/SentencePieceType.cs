namespace Sinter.Tokenizers.SentencePiece;

/// <summary>The kinds of SentencePiece models, numbered as in their files.</summary>
internal enum SentencePieceType
{
    Unigram = 1,
    Bpe = 2,
    Word = 3,
    Character = 4,
}
