namespace Sinter.Data.Language;

/// <summary>Takes a few pieces of a long text to judge it by.</summary>
internal static class TextSample
{
    private const int Pieces = 3;

    /// <summary>Pieces of equal length from the beginning, the middle and the end, at most <paramref name="characters"/> together, with a line end between them. A word that is cut at an edge is left out.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> text, int characters)
    {
        var length = (characters / Pieces) - 1;
        var sample = new char[characters];
        var written = 0;
        for (var i = 0; i < Pieces; i++)
        {
            var start = (text.Length - length) * i / (Pieces - 1);
            var piece = WholeWords(text.Slice(start, length), cutAtStart: i > 0, cutAtEnd: i < Pieces - 1);
            piece.CopyTo(sample.AsSpan(written));
            written += piece.Length;
            sample[written++] = '\n';
        }

        return sample.AsSpan(0, written);
    }

    private static ReadOnlySpan<char> WholeWords(ReadOnlySpan<char> piece, bool cutAtStart, bool cutAtEnd)
    {
        // Scripts without spaces have words of any length: there only halves of a surrogate pair are left out.
        const int LongestWord = 30;
        if (cutAtStart)
        {
            var space = piece[..Math.Min(LongestWord, piece.Length)].IndexOfAny(' ', '\n');
            piece = space >= 0 ? piece[(space + 1)..] : piece.Length > 0 && char.IsLowSurrogate(piece[0]) ? piece[1..] : piece;
        }

        if (cutAtEnd)
        {
            var space = piece[Math.Max(0, piece.Length - LongestWord)..].LastIndexOfAny(' ', '\n');
            piece = space >= 0 ? piece[..(Math.Max(0, piece.Length - LongestWord) + space)] : piece.Length > 0 && char.IsHighSurrogate(piece[^1]) ? piece[..^1] : piece;
        }

        return piece;
    }
}
