namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>The kinds of place that an expression can ask for.</summary>
internal enum PatternAnchor
{
    /// <summary><c>\A</c>: the beginning of the text.</summary>
    TextStart,

    /// <summary><c>\z</c>: the end of the text.</summary>
    TextEnd,

    /// <summary><c>\Z</c>: the end of the text, or before the line feed that ends it.</summary>
    LastLineEnd,

    /// <summary><c>^</c>: the beginning of the text, or behind a line feed that does not end it.</summary>
    LineStart,

    /// <summary><c>$</c>: the end of the text, or before a line feed.</summary>
    LineEnd,

    /// <summary><c>\b</c>: between a word character and another.</summary>
    WordBorder,

    /// <summary><c>\B</c>: anywhere else.</summary>
    NoWordBorder,
}
