namespace Sinter.Tokenizers.Text;

/// <summary>
/// The pre-tokenisation of cl100k, the regular expression
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>, written out as a scanner.
/// </summary>
/// <param name="mostNumbers">How many numbers make a piece: 3, and 1 for Qwen 2, whose expression differs in that alone.</param>
internal sealed class Cl100kSplitter(int mostNumbers) : TextSplitter
{
    public static readonly Cl100kSplitter Instance = new(3);

    public static readonly Cl100kSplitter SingleNumbers = new(1);

    public override int NextEnd(ReadOnlySpan<byte> utf8, int start)
    {
        var first = utf8[start];
        var kind = CharacterClasses.At(utf8, start, out var length);
        var next = start + length;
        if ((kind & CharacterClass.Letter) != CharacterClass.Other)
        {
            return CharacterRuns.EndOfLetters(utf8, next);
        }

        if ((kind & CharacterClass.Number) != CharacterClass.Other)
        {
            return CharacterRuns.EndOfNumbers(utf8, next, mostNumbers - 1);
        }

        if ((kind & CharacterClass.LineEnd) == CharacterClass.Other && next < utf8.Length)
        {
            var nextKind = CharacterClasses.At(utf8, next, out length);
            if ((nextKind & CharacterClass.Letter) != CharacterClass.Other)
            {
                return first == '\'' && Contraction.LengthInAnyCase(utf8, start) is > 0 and var contraction
                    ? start + contraction
                    : CharacterRuns.EndOfLetters(utf8, next + length);
            }

            if (first == ' ' && (nextKind & CharacterRuns.Named) == CharacterClass.Other)
            {
                return EndOfPunctuation(utf8, next + length);
            }
        }

        return (kind & CharacterClass.Space) != CharacterClass.Other ? CharacterRuns.EndOfLinesOrSpaces(utf8, start) : EndOfPunctuation(utf8, next);
    }

    public override int LastSafeCut(ReadOnlySpan<byte> utf8) => SafeCut.Last(utf8);

    private static int EndOfPunctuation(ReadOnlySpan<byte> utf8, int index) =>
        CharacterRuns.EndOfAny(utf8, CharacterRuns.EndOfNone(utf8, index, CharacterRuns.Named), CharacterClass.LineEnd);
}
