namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>What becomes of the delimiters that text is split at. The names are those of tokenizer.json.</summary>
internal enum SplitBehavior
{
    /// <summary>They are dropped.</summary>
    Removed,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>Each ends the piece before it, unless a delimiter comes before.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the piece behind it, unless a delimiter comes behind.</summary>
    MergedWithNext,

    /// <summary>Each run of them is a piece.</summary>
    Contiguous,
}
