namespace Sinter.Tokenizers;

/// <summary>A token that is matched in the text as it stands, before any merge: a special token such as <c>&lt;|endoftext|&gt;</c>, or a plain one such as a run of spaces.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text, never empty.</param>
/// <param name="Special">Whether it steers the model. User text never becomes a special token unless the caller asks for it, and decoding leaves it out by default.</param>
public sealed record AddedToken(int Id, string Content, bool Special)
{
    /// <summary>Whether white space before the token belongs to it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether white space after the token belongs to it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it is only matched where no letter, digit or underscore touches it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it is matched in normalised text, and its own text normalised for that; else in the text as it came.</summary>
    public bool Normalized { get; init; }
}
