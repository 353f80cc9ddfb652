namespace Sinter.Data.Privacy;

/// <summary>Numbers of payment cards: the ranges and lengths of the issuers, Luhn's checksum, and none or the usual separators (spaces or hyphens between groups of four, or 4-6-5).</summary>
internal sealed class CardDetector : IPersonalDetector
{
    private const int Shortest = 12;
    private const int Longest = 19;

    private static readonly ContextWords Context = new(["card", "visa", "mastercard", "amex", "discover", "maestro", "diners", "jcb", "credit", "debit", "cc", "pan", "karte", "kreditkarte", "carte", "tarjeta", "carta", "kaart", "karta", "kort"], "カード", "카드");

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Card];

    public PersonalAnchors Anchors => PersonalAnchors.Number;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (end - start is not (4 or (>= Shortest and <= Longest)) || text[start] is '0' or '1' or '7' or '9' || !StandsAlone(text, start))
        {
            return;
        }

        Span<char> digits = stackalloc char[Longest];
        var (count, last, grouped) = (0, end, end - start == 4);
        if (!grouped)
        {
            text[start..end].CopyTo(digits);
            count = end - start;
        }
        else if (!ReadGroups(text, start, digits, out count, out last))
        {
            return;
        }

        // A short group that follows four groups of four may be another number.
        if (grouped && count > 16 && !Luhn.IsValid(digits[..count]))
        {
            (count, last) = (16, start + 19);
        }

        digits = digits[..count];
        if (CharacterClasses.Is(text, last, CharacterClass.Letter | CharacterClass.Digit) || (last + 1 < text.Length && text[last] is '.' or ',' or '-' && char.IsAsciiDigit(text[last + 1])) || !Luhn.IsValid(digits))
        {
            return;
        }

        var sure = CardIssuers.Sureness(digits);
        if (sure > 0)
        {
            var score = (grouped ? 0.95f : 0.85f) * sure;
            found.Add(new PersonalSpan(start, last - start, PersonalKinds.Card, Context.StandBefore(text, start) ? Math.Max(score, 0.75f) + ((1 - Math.Max(score, 0.75f)) * 0.8f) : score));
        }
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start) =>
        start == 0 || (!CharacterClasses.Is(text[start - 1], CharacterClass.Letter) && text[start - 1] != '_' && !(start > 1 && text[start - 1] is '.' or ',' or '-' && char.IsAsciiDigit(text[start - 2])));

    /// <summary>Reads 4-4-4-4 with what may follow (13 to 19 digits), 4-6-5 or 4-6-4, with one separator all along.</summary>
    private static bool ReadGroups(ReadOnlySpan<char> text, int start, Span<char> digits, out int count, out int end)
    {
        (count, end) = (4, start + 4);
        text[start..end].CopyTo(digits);
        if (end >= text.Length || text[end] is not (' ' or '-' or '\u00a0'))
        {
            return false;
        }

        var separator = text[end];
        var second = 0;
        while (end + 1 < text.Length && text[end] == separator && char.IsAsciiDigit(text[end + 1]))
        {
            var at = end + 1;
            var length = 0;
            while (at + length < text.Length && length <= 6 && char.IsAsciiDigit(text[at + length]))
            {
                length++;
            }

            second = second == 0 ? length : second;
            var fits = second == 6 ? (count == 4 && length == 6) || (count == 10 && length is 4 or 5) : length == 4 || (count is 12 or 16 && length is >= 1 and <= 3);
            if (!fits || count + length > Longest)
            {
                // A number may follow a card, after a space.
                return separator != '-' && count >= 14;
            }

            text.Slice(at, length).CopyTo(digits[count..]);
            count += length;
            end = at + length;
            if (length != 4 && count >= 13)
            {
                break;
            }
        }

        return count >= 13;
    }
}
