namespace Sinter.Data.Privacy;

/// <summary>
/// IP addresses of version 6 in all forms of RFC 4291: eight groups, <c>::</c> for groups of zeros, an address of version 4 at the end, a zone after <c>%</c> (RFC 4007). Short
/// forms without a digit, such as <c>ab::cd</c>, are too much like names in programs to be sure of; local and documentation addresses score lower.
/// </summary>
internal sealed class Ipv6Detector : IPersonalDetector
{
    private const int LongestZone = 15;

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Ipv6];

    public PersonalAnchors Anchors => PersonalAnchors.HexColon;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        // Only the first colon of an address counts: before it is one group, or none before "::".
        var first = start;
        while (first > 0 && start - first <= 4 && char.IsAsciiHexDigit(text[first - 1]))
        {
            first--;
        }

        if (start - first > 4 || (first == start && (end >= text.Length || text[end] != ':')) || (first > 0 && (text[first - 1] is ':' or '.' or '_' || CharacterClasses.Is(text[first - 1], CharacterClass.Letter | CharacterClass.Digit))))
        {
            return;
        }

        var last = Read(text, first, out var groups, out var shortened);
        if (last == 0 || CharacterClasses.Is(text, last, CharacterClass.Letter | CharacterClass.Digit) || (last < text.Length && text[last] is '_' or '(' or '<')
            || (last + 1 < text.Length && text[last] is ':' or '.' && CharacterClasses.Is(text[last + 1], CharacterClass.Letter | CharacterClass.Digit)))
        {
            return;
        }

        var address = text[first..last];
        var score = Score(address, groups, shortened);
        if (last < text.Length && text[last] == '%')
        {
            var zone = last + 1;
            while (zone < text.Length && zone - last <= LongestZone && char.IsAsciiLetterOrDigit(text[zone]))
            {
                zone++;
            }

            last = zone > last + 1 ? zone : last;
        }

        found.Add(new PersonalSpan(first, last - first, PersonalKinds.Ipv6, score));
    }

    private static float Score(ReadOnlySpan<char> address, int groups, bool shortened)
    {
        if (!shortened)
        {
            return IsLocal(address) ? 0.8f : 0.98f;
        }

        if (address.IndexOfAnyInRange('0', '9') < 0 || groups == 0)
        {
            return 0.3f;
        }

        return groups == 1 ? 0.55f : IsLocal(address) ? 0.7f : groups == 2 ? 0.65f : 0.9f;
    }

    /// <summary>Reads an address; gives where it ends, 0 where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="groups">How many groups of 16 bits are written.</param>
    /// <param name="shortened">Whether <c>::</c> stands in it.</param>
    public static int Read(ReadOnlySpan<char> text, int start, out int groups, out bool shortened)
    {
        (groups, shortened) = (0, false);
        var (at, end) = (start, 0);
        while (groups < 8)
        {
            var group = at;
            while (at < text.Length && at - group < 5 && char.IsAsciiHexDigit(text[at]))
            {
                at++;
            }

            if (at - group > 4)
            {
                return 0;
            }

            if (at > group && at < text.Length && text[at] == '.' && groups is > 0 or 0 && (groups == 6 || (shortened && groups < 6)) && Ipv4Detector.Read(text, group, out _) is > 0 and var after)
            {
                groups += 2;
                end = after;
                break;
            }

            if (at > group)
            {
                groups++;
                end = at;
            }

            if (at + 1 < text.Length && text[at] == ':' && text[at + 1] == ':' && !shortened)
            {
                shortened = true;
                at += 2;
                end = at;
            }
            else if (at > group && at + 1 < text.Length && text[at] == ':' && char.IsAsciiHexDigit(text[at + 1]))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return shortened ? (groups <= 7 ? end : 0) : groups == 8 ? end : 0;
    }

    private static bool IsLocal(ReadOnlySpan<char> address) =>
        address.StartsWith("fe80", StringComparison.OrdinalIgnoreCase) || address.StartsWith("fc", StringComparison.OrdinalIgnoreCase) || address.StartsWith("fd", StringComparison.OrdinalIgnoreCase)
        || address.StartsWith("ff", StringComparison.OrdinalIgnoreCase) || address.StartsWith("2001:db8", StringComparison.OrdinalIgnoreCase) || address.StartsWith("2001:0db8", StringComparison.OrdinalIgnoreCase);
}
