namespace Sinter.Training.Objectives;

/// <summary>Which tokens of a vocabulary begin a word, for masking whole words.</summary>
public static class WordBeginnings
{
    /// <summary>
    /// Tells by how the tokens are written. Where some begin with <c>##</c> (WordPiece), those go on with a word and all others begin one. Else, where some begin with the mark of a space
    /// (<c>Ġ</c> of byte-level BPE, <c>▁</c> of SentencePiece), those begin a word, and so does what holds no letter or digit. A vocabulary without such marks is one of whole words.
    /// </summary>
    /// <param name="tokens">The tokens by id, as their file writes them.</param>
    public static bool[] Of(IReadOnlyList<string> tokens)
    {
        if (tokens.Any(GoesOn))
        {
            return [.. tokens.Select(static token => !GoesOn(token))];
        }

        return tokens.Any(HasSpace)
            ? [.. tokens.Select(static token => HasSpace(token) || !token.Any(char.IsLetterOrDigit))]
            : [.. tokens.Select(static _ => true)];
    }

    private static bool GoesOn(string token) => token.Length > 2 && token.StartsWith("##", StringComparison.Ordinal);

    private static bool HasSpace(string token) => token is ['Ġ' or '▁', ..];
}
