using System.Buffers;

namespace Sinter.Data.Privacy;

/// <summary>
/// E-mail addresses as they are used (RFC 5321 without quotes; RFC 6531: letters of all scripts): up to 64 signs before the <c>@</c>, a domain of two labels or more whose last one
/// has no digits only. Domains of RFC 2606 (<c>example</c>, <c>.test</c>, ...) are found as well, a little less sure.
/// </summary>
internal sealed class EmailDetector : IPersonalDetector
{
    private const int LongestLocal = 64;

    private static readonly SearchValues<char> LocalSigns = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+-/=?^_`{|}~");

    private static readonly SearchValues<char> Openings = SearchValues.Create("=/?&{}|`");

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Email];

    public PersonalAnchors Anchors => PersonalAnchors.At;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        var first = LocalStart(text, start);
        if (first == start)
        {
            return;
        }

        var last = DomainName.End(text, end, out var sure);
        if (last > 0)
        {
            found.Add(new PersonalSpan(first, last - first, PersonalKinds.Email, sure ? 1f : 0.85f));
        }
    }

    /// <summary>Where the part before the <c>@</c> begins; the place itself where there is none.</summary>
    private static int LocalStart(ReadOnlySpan<char> text, int at)
    {
        var first = at;
        var least = Math.Max(0, at - LongestLocal);
        while (first > least && IsLocal(text[first - 1]))
        {
            // Two dots in a row, and a dot before the sign, are no part of an address.
            if (text[first - 1] == '.' && (first == at || text[first - 1 + 1] == '.'))
            {
                break;
            }

            first--;
        }

        // What is longer is no address; what opens a quotation, a bracket or a query stands before one.
        if (first == least && first > 0 && IsLocal(text[first - 1]))
        {
            return at;
        }

        var begin = text[first..at].LastIndexOfAny(Openings);
        first += begin + 1;
        while (first < at && !char.IsLetterOrDigit(text[first]) && text[first] != '_' && !char.IsSurrogate(text[first]))
        {
            first++;
        }

        return first;
    }

    private static bool IsLocal(char unit) => char.IsAscii(unit) ? LocalSigns.Contains(unit) : CharacterClasses.Is(unit, CharacterClass.Letter);
}
