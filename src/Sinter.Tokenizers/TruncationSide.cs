namespace Sinter.Tokenizers;

/// <summary>Which side of a text is cut off where it has too many tokens.</summary>
public enum TruncationSide
{
    /// <summary>Its end: the beginning is kept.</summary>
    Right,

    /// <summary>Its beginning: the end is kept.</summary>
    Left,
}
