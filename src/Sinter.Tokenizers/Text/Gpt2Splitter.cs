namespace Sinter.Tokenizers.Text;

/// <summary>
/// The pre-tokenisation of GPT-2, the regular expression
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, written out as a scanner.
/// </summary>
internal sealed class Gpt2Splitter : TextSplitter
{
    public static readonly Gpt2Splitter Instance = new();

    public override int NextEnd(ReadOnlySpan<byte> utf8, int start)
    {
        var first = utf8[start];
        if (first == '\'' && ContractionLength(utf8[(start + 1)..]) is > 0 and var contraction)
        {
            return start + 1 + contraction;
        }

        var kind = CharacterClasses.At(utf8, start, out var length);
        var next = start + length;
        if (kind != CharacterClass.Space)
        {
            return EndOfRun(utf8, next, kind);
        }

        if (next == utf8.Length)
        {
            return next;
        }

        var nextKind = CharacterClasses.At(utf8, next, out var nextLength);
        if (nextKind != CharacterClass.Space)
        {
            // A single space goes with what follows it; any other white space stands alone.
            return first == ' ' ? EndOfRun(utf8, next + nextLength, nextKind) : next;
        }

        return EndOfSpaces(utf8, next, nextLength);
    }

    /// <summary>A run of white space leaves its last character to what follows, unless nothing does.</summary>
    private static int EndOfSpaces(ReadOnlySpan<byte> utf8, int last, int lastLength)
    {
        while (true)
        {
            var next = last + lastLength;
            if (next == utf8.Length)
            {
                return next;
            }

            if (CharacterClasses.At(utf8, next, out lastLength) != CharacterClass.Space)
            {
                return last;
            }

            last = next;
        }
    }

    private static int EndOfRun(ReadOnlySpan<byte> utf8, int index, CharacterClass kind)
    {
        while (index < utf8.Length && CharacterClasses.At(utf8, index, out var length) == kind)
        {
            index += length;
        }

        return index;
    }

    private static int ContractionLength(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return 0;
        }

        return utf8[0] switch
        {
            (byte)'s' or (byte)'t' or (byte)'m' or (byte)'d' => 1,
            (byte)'r' or (byte)'v' => utf8.Length > 1 && utf8[1] == 'e' ? 2 : 0,
            (byte)'l' => utf8.Length > 1 && utf8[1] == 'l' ? 2 : 0,
            _ => 0,
        };
    }
}
