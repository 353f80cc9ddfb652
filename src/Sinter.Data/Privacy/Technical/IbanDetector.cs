namespace Sinter.Data.Privacy;

/// <summary>International bank account numbers: the country's length and the remainder by 97 (ISO 13616, ISO 7064), with single spaces or none.</summary>
internal sealed class IbanDetector : IPersonalDetector
{
    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Iban];

    public PersonalAnchors Anchors => PersonalAnchors.Number;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (start < 2 || end - start < 2 || !char.IsAsciiLetter(text[start - 1]) || !char.IsAsciiLetter(text[start - 2])
            || CharacterClasses.Is(text, start - 3, CharacterClass.Letter | CharacterClass.Digit))
        {
            return;
        }

        var first = start - 2;
        var length = IbanNumber.LengthOf(text.Slice(first, 2));
        if (length == 0)
        {
            return;
        }

        Span<char> signs = stackalloc char[IbanNumber.Longest];
        var (count, at) = (0, first);
        while (count < length && at < text.Length)
        {
            if (char.IsAsciiLetterOrDigit(text[at]))
            {
                signs[count++] = char.ToUpperInvariant(text[at++]);
            }
            else if (text[at] is ' ' or '\u00a0' or '-' && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1]))
            {
                at++;
            }
            else
            {
                return;
            }
        }

        if (count == length && !CharacterClasses.Is(text, at, CharacterClass.Letter | CharacterClass.Digit) && IbanNumber.Remainder(signs[..count]) == 1)
        {
            found.Add(new PersonalSpan(first, at - first, PersonalKinds.Iban, 1f));
        }
    }
}
