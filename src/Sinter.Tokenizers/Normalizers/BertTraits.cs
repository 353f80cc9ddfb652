namespace Sinter.Tokenizers.Normalizers;

/// <summary>What BERT's normalizer may do to a character.</summary>
[Flags]
internal enum BertTraits : byte
{
    /// <summary>It stays as it is.</summary>
    None = 0,

    /// <summary>Cleaning drops it: a control or format character, one for private use, U+0000 or U+FFFD.</summary>
    Dropped = 1,

    /// <summary>Cleaning makes it a space: white space other than a space.</summary>
    Space = 2,

    /// <summary>It gets a space on both sides: an ideograph.</summary>
    Ideograph = 4,

    /// <summary>Taking accents away may change it or its place: it comes apart, or is a mark.</summary>
    Accented = 8,

    /// <summary>Lower case changes it.</summary>
    Capital = 16,
}
