using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Pipeline;

/// <summary>Cuts a long text into parts that, encoded apart, give the ids of the whole: never within an added token, and only where a piece ends whatever comes before and after.</summary>
internal sealed class TextCutter(TextSplitter splitter, AddedTokenMatcher addedTokens)
{
    /// <summary>About how many bytes a part has: enough that handing it out costs nothing, so few that text and ids stay near the processor.</summary>
    public const int PartLength = 1 << 18;

    /// <summary>The parts of a text, from left to right. A stretch without a place to cut makes a longer part.</summary>
    public List<TextRange> Cut(ReadOnlySpan<byte> utf8, bool allowSpecial)
    {
        var parts = new List<TextRange>();
        var partStart = 0;
        for (var position = 0; position < utf8.Length;)
        {
            addedTokens.Find(utf8, position, allowSpecial, [], out var start, out var end);
            while (start - partStart > PartLength && CutAfter(utf8[..start], Math.Max(position, partStart), partStart) is > 0 and var cut)
            {
                parts.Add(new TextRange(partStart, cut));
                partStart = cut;
            }

            position = end;
        }

        parts.Add(new TextRange(partStart, utf8.Length));
        return parts;
    }

    /// <summary>A place to cut behind <paramref name="from"/>, near the end of a part where there is one; 0 for none.</summary>
    private int CutAfter(ReadOnlySpan<byte> text, int from, int partStart)
    {
        for (long end = Math.Max(partStart + (long)PartLength, from + 1L); ; end += end - from)
        {
            var window = text[from..(int)Math.Min(end, text.Length)];
            var cut = splitter.LastSafeCut(window);
            if (cut > 0 || from + window.Length == text.Length)
            {
                return cut > 0 && from + cut < text.Length ? from + cut : 0;
            }
        }
    }
}
