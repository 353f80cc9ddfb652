namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Which pieces get a visible space before them.</summary>
internal enum PrependScheme
{
    /// <summary>All.</summary>
    Always,

    /// <summary>The one that begins the text.</summary>
    First,

    /// <summary>None.</summary>
    Never,
}
