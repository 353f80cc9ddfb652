namespace Sinter.Data.Privacy;

/// <summary>E-mail addresses written for people only: <c>jane [at] mail [dot] org</c>, <c>jane(at)mail.org</c>, <c>jane AT mail DOT org</c>.</summary>
internal sealed class SpelledEmailDetector : IPersonalDetector
{
    private const int LongestLocal = 64;
    private const int MostLabels = 6;
    private const int LongestLabel = 63;

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Email];

    public PersonalAnchors Anchors => PersonalAnchors.SpelledAt | PersonalAnchors.CapitalWord;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        int after;
        if (anchor == PersonalAnchors.CapitalWord)
        {
            if (end - start != 2 || text[start] != 'A' || text[start + 1] != 'T' || start < 2 || text[start - 1] != ' ' || end >= text.Length || text[end] != ' ')
            {
                return;
            }

            after = end + 1;
        }
        else
        {
            after = CharacterClasses.Is(text, end, CharacterClass.Space) ? end + 1 : end;
            if (after >= text.Length || text[after] != Closing(text[start]))
            {
                return;
            }

            after++;
            after = after < text.Length && text[after] == ' ' ? after + 1 : after;
        }

        var local = start > 0 && text[start - 1] == ' ' ? start - 1 : start;
        var first = local;
        while (first > 0 && local - first < LongestLocal && (char.IsAsciiLetterOrDigit(text[first - 1]) || text[first - 1] is '.' or '_' or '-' or '+'))
        {
            first--;
        }

        while (first < local && !char.IsAsciiLetterOrDigit(text[first]))
        {
            first++;
        }

        if (first == local)
        {
            return;
        }

        var last = Domain(text, after, out var spelled);
        if (last > 0 && (spelled || anchor == PersonalAnchors.SpelledAt))
        {
            found.Add(new PersonalSpan(first, last - first, PersonalKinds.Email, spelled && anchor == PersonalAnchors.SpelledAt ? 0.8f : 0.65f));
        }
    }

    /// <summary>Where labels with dots, or words for them, between end; 0 where there are not two.</summary>
    private static int Domain(ReadOnlySpan<char> text, int start, out bool spelled)
    {
        spelled = false;
        var (at, end) = (start, 0);
        for (var labels = 0; labels < MostLabels; labels++)
        {
            var label = at;
            while (at < text.Length && at - label <= LongestLabel && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '-'))
            {
                at++;
            }

            if (at == label || at - label > LongestLabel)
            {
                break;
            }

            if (labels > 0 && at - label >= 2 && text[label..at].IndexOfAnyInRange('0', '9') < 0)
            {
                end = at;
            }

            var dot = Dot(text, at);
            if (dot == 0)
            {
                break;
            }

            spelled |= dot > 1;
            at += dot;
        }

        return end;
    }

    /// <summary>The length of a dot or of a word for one: <c>.</c>, <c>[dot]</c>, <c> (dot) </c>, <c> DOT </c>, <c> dot </c>; 0 for none.</summary>
    private static int Dot(ReadOnlySpan<char> text, int start)
    {
        if (start < text.Length && text[start] == '.')
        {
            return 1;
        }

        var at = start < text.Length && text[start] == ' ' ? start + 1 : start;
        var open = at < text.Length ? Closing(text[at]) : '\0';
        at += open == '\0' ? 0 : 1;
        at += open != '\0' && at < text.Length && text[at] == ' ' ? 1 : 0;
        if (open == '\0' && at == start)
        {
            return 0;
        }

        if (text.Length - at < 4 || !(text[at..(at + 3)].Equals("dot", StringComparison.OrdinalIgnoreCase) || text[at] == '.'))
        {
            return 0;
        }

        at += text[at] == '.' ? 1 : 3;
        at += open != '\0' && text[at] == ' ' ? 1 : 0;
        if (open != '\0')
        {
            if (at >= text.Length || text[at] != open)
            {
                return 0;
            }

            at++;
            return (at < text.Length && text[at] == ' ' ? at + 1 : at) - start;
        }

        return text[at] == ' ' ? at + 1 - start : 0;
    }

    private static char Closing(char open) => open switch
    {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        _ => '\0',
    };
}
