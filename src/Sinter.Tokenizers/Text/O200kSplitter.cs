namespace Sinter.Tokenizers.Text;

/// <summary>
/// The pre-tokenisation of o200k, written out as a scanner of the regular expression whose first two parts are
/// <c>[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?</c> and
/// <c>[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?</c>, and the others
/// <c>\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>.
/// </summary>
/// <param name="mostNumbers">How many numbers make a piece: 3, and 1 for Mistral's Tekken.</param>
/// <param name="takesContractions">Whether a word takes the contraction behind it, as all but Tekken's do.</param>
internal sealed class O200kSplitter(int mostNumbers, bool takesContractions) : TextSplitter
{
    private const CharacterClass WordCharacter = CharacterClass.WordHead | CharacterClass.WordTail;

    public static readonly O200kSplitter Instance = new(3, takesContractions: true);

    public static readonly O200kSplitter Tekken = new(1, takesContractions: false);

    public override int NextEnd(ReadOnlySpan<byte> utf8, int start)
    {
        var kind = CharacterClasses.At(utf8, start, out var length);
        var next = start + length;
        if ((kind & WordCharacter) != CharacterClass.Other)
        {
            return EndOfWord(utf8, start);
        }

        if ((kind & CharacterClass.Number) != CharacterClass.Other)
        {
            return CharacterRuns.EndOfNumbers(utf8, next, mostNumbers - 1);
        }

        if ((kind & CharacterClass.LineEnd) == CharacterClass.Other && next < utf8.Length)
        {
            var nextKind = CharacterClasses.At(utf8, next, out length);
            if ((nextKind & WordCharacter) != CharacterClass.Other)
            {
                return EndOfWord(utf8, next);
            }

            if (utf8[start] == ' ' && (nextKind & CharacterRuns.Named) == CharacterClass.Other)
            {
                return EndOfPunctuation(utf8, next + length);
            }
        }

        return (kind & CharacterClass.Space) != CharacterClass.Other ? CharacterRuns.EndOfLinesOrSpaces(utf8, start) : EndOfPunctuation(utf8, next);
    }

    public override int LastSafeCut(ReadOnlySpan<byte> utf8) => SafeCut.Last(utf8);

    private int EndOfWord(ReadOnlySpan<byte> utf8, int index)
    {
        var end = EndOfLettersAndMarks(utf8, index);
        return takesContractions && end < utf8.Length && utf8[end] == '\'' ? end + Contraction.LengthInAnyCase(utf8, end) : end;
    }

    /// <summary>
    /// Capitals, then small letters; letters without case and marks are both. Where no small letter follows the capitals, the first part of the expression
    /// gives back what cannot be its end, so a word ends behind its last letter without case or mark; where it has none, the second part takes it whole.
    /// </summary>
    private static int EndOfLettersAndMarks(ReadOnlySpan<byte> utf8, int index)
    {
        var afterTail = -1;
        while (index < utf8.Length)
        {
            var kind = CharacterClasses.At(utf8, index, out var length);
            if ((kind & CharacterClass.WordHead) == CharacterClass.Other)
            {
                if ((kind & CharacterClass.WordTail) != CharacterClass.Other)
                {
                    return CharacterRuns.EndOfTail(utf8, index + length);
                }

                break;
            }

            index += length;
            afterTail = (kind & CharacterClass.WordTail) != CharacterClass.Other ? index : afterTail;
        }

        return afterTail >= 0 ? afterTail : index;
    }

    private static int EndOfPunctuation(ReadOnlySpan<byte> utf8, int index)
    {
        index = CharacterRuns.EndOfNone(utf8, index, CharacterRuns.Named);
        while (index < utf8.Length && utf8[index] is (byte)'\r' or (byte)'\n' or (byte)'/')
        {
            index++;
        }

        return index;
    }
}
