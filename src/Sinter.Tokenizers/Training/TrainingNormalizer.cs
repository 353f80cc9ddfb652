namespace Sinter.Tokenizers;

/// <summary>How the text of a trained tokenizer is normalised.</summary>
public enum TrainingNormalizer
{
    /// <summary>Not at all: decoding gives back the text as it was.</summary>
    None,

    /// <summary>Composed (NFC).</summary>
    Nfc,

    /// <summary>Composed, and characters that only look different are made equal (NFKC).</summary>
    Nfkc,

    /// <summary>Lower case.</summary>
    Lowercase,

    /// <summary>BERT's way: controls out, spaces round Chinese characters, lower case, no accents.</summary>
    Bert,
}
