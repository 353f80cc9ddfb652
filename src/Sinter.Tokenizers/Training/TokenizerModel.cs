namespace Sinter.Tokenizers;

/// <summary>The kinds of model that can be trained.</summary>
public enum TokenizerModel
{
    /// <summary>Byte-level BPE, as GPT-2 and its successors have it.</summary>
    Bpe,

    /// <summary>Unigram, as SentencePiece and T5 have it.</summary>
    Unigram,

    /// <summary>WordPiece, as BERT has it.</summary>
    WordPiece,

    /// <summary>A token for each character.</summary>
    Character,

    /// <summary>A token for each byte.</summary>
    Byte,
}
