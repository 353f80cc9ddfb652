namespace Sinter.Data.Privacy;

/// <summary>Hardware addresses of network cards (EUI-48): <c>01:23:45:67:89:ab</c>, <c>01-23-45-67-89-AB</c> and <c>0123.4567.89ab</c>.</summary>
internal sealed class MacDetector : IPersonalDetector
{
    private const int PairsLength = 17;
    private const int DotsLength = 14;
    private const int LongestRun = 128;

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Mac];

    public PersonalAnchors Anchors => PersonalAnchors.HexColon | PersonalAnchors.LongToken | PersonalAnchors.Number;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        switch (anchor)
        {
            case PersonalAnchors.HexColon:
                Try(text, start - 2, ':', found);
                break;
            case PersonalAnchors.LongToken when end - start <= LongestRun:
                for (var at = start; at + PairsLength <= end; at++)
                {
                    if (text[at + 2] == '-')
                    {
                        Try(text, at, '-', found);
                    }
                }

                break;
            case PersonalAnchors.Number:
                Dotted(text, start, end, found);
                break;
            default:
                break;
        }
    }

    private static void Try(ReadOnlySpan<char> text, int start, char separator, List<PersonalSpan> found)
    {
        if (start < 0 || start + PairsLength > text.Length || !Bounded(text, start, start + PairsLength, separator))
        {
            return;
        }

        var address = text.Slice(start, PairsLength);
        for (var i = 0; i < PairsLength; i++)
        {
            if (i % 3 == 2 ? address[i] != separator : !char.IsAsciiHexDigit(address[i]))
            {
                return;
            }
        }

        found.Add(new PersonalSpan(start, PairsLength, PersonalKinds.Mac, Tells(address) ? 0.95f : 0.4f));
    }

    /// <summary>Three groups of four with dots, of which the number is the first digit.</summary>
    private static void Dotted(ReadOnlySpan<char> text, int number, int end, List<PersonalSpan> found)
    {
        if (end - number > 4)
        {
            return;
        }

        var start = number;
        while (start > 0 && number - start < DotsLength && (char.IsAsciiLetter(text[start - 1]) || text[start - 1] == '.'))
        {
            start--;
        }

        if (start + DotsLength > text.Length || text[start + 4] != '.' || text[start + 9] != '.' || !Bounded(text, start, start + DotsLength, '.'))
        {
            return;
        }

        var address = text.Slice(start, DotsLength);
        for (var i = 0; i < DotsLength; i++)
        {
            if (i is not (4 or 9) && !char.IsAsciiHexDigit(address[i]))
            {
                return;
            }
        }

        // Groups of digits only are rather a number of some other kind.
        found.Add(new PersonalSpan(start, DotsLength, PersonalKinds.Mac, address.IndexOfAnyInRange('A', 'f') >= 0 ? 0.85f : 0.35f));
    }

    private static bool Bounded(ReadOnlySpan<char> text, int start, int end, char separator)
    {
        return !Continues(text, start - 1) && !(Continues(text, end) && !(end < text.Length && text[end] == '.' && !CharacterClasses.Is(text, end + 1, CharacterClass.Letter | CharacterClass.Digit)));

        bool Continues(ReadOnlySpan<char> text, int at) =>
            CharacterClasses.Is(text, at, CharacterClass.Letter | CharacterClass.Digit) || ((uint)at < (uint)text.Length && (text[at] == separator || text[at] == '_'));
    }

    /// <summary>Whether an address is more than one pair again and again, as broadcast and nought are.</summary>
    private static bool Tells(ReadOnlySpan<char> address) => !address[3..5].SequenceEqual(address[..2]) || !address[6..8].SequenceEqual(address[..2]) || !address[9..11].SequenceEqual(address[..2]);
}
