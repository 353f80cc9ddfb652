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
        var kind = CharacterClasses.At(utf8, start, out var length);
        var next = start + length;
        if (first == ' ' && next < utf8.Length)
        {
            // A single space goes with what follows it; any other white space stands alone.
            kind = CharacterClasses.At(utf8, next, out length);
            next += length;
        }
        else if (first == '\'' && Contraction.Length(utf8, start) is > 0 and var contraction)
        {
            return start + contraction;
        }

        return (kind & CharacterRuns.Named) switch
        {
            CharacterClass.Letter => CharacterRuns.EndOfLetters(utf8, next),
            CharacterClass.Space => CharacterRuns.EndOfSpaces(utf8, start),
            CharacterClass.Number => CharacterRuns.EndOfAny(utf8, next, CharacterClass.Number),
            _ => CharacterRuns.EndOfNone(utf8, next, CharacterRuns.Named),
        };
    }

    public override int LastSafeCut(ReadOnlySpan<byte> utf8) => SafeCut.Last(utf8);
}
