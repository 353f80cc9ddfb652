namespace Sinter.Data.Privacy.People;

/// <summary>
/// Finds the names of people, written in Latin letters: known given names and surnames in their usual order, words of unknown meaning beside a known given name, and any capital
/// words after what names follow (<see cref="NameContext"/>). One name that stands alone is of little worth.
/// </summary>
internal sealed class PersonDetector : IPersonalDetector
{
    private const int MostWords = 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Person];

    /// <inheritdoc/>
    public PersonalAnchors Anchors => PersonalAnchors.CapitalWord | PersonalAnchors.At;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (anchor == PersonalAnchors.At)
        {
            FindBeforeAddress(text, start, found);
            return;
        }

        if (!char.IsUpper(text[start]) || IsInsideName(text, start) || !NameWord.TryRead(text, start, out var first))
        {
            return;
        }

        if (first.IsInitial)
        {
            FindAfterInitials(text, first, found);
            return;
        }

        if (first.IsCommon || NameContext.IsTitle(text[start..first.End]))
        {
            return;
        }

        var lead = NameContext.Before(text, start);
        if (lead == NameLead.None && NameWord.SkipParticlesBack(text, start) is var particles && particles < start && NameContext.Before(text, particles) == NameLead.Title)
        {
            // Frau von Stetten: the particles belong to the name.
            (start, lead) = (particles, NameLead.Title);
        }

        if (first.Parts == NameParts.None && lead is NameLead.None or NameLead.Place or NameLead.Rank or NameLead.Statement)
        {
            return;
        }

        Span<NameWord> words = stackalloc NameWord[MostWords];
        words[0] = first;
        var count = ReadName(text, words, lead);
        var last = words[count - 1].End;
        var score = Judge(text, words[..count], lead);
        if (count == 1 && TryReadReversed(text, first, out var reversedEnd, out var reversedScore))
        {
            (last, score) = (reversedEnd, reversedScore + (lead == NameLead.Field ? 0.2f : 0));
        }

        if (score >= 0.2f)
        {
            found.Add(new(start, last - start, PersonalKinds.Person, Math.Min(score, 0.99f)));
        }
    }

    // The second part of Jean-Pierre or O'Brien, of an e-mail address, a path or an identifier.
    private static bool IsInsideName(ReadOnlySpan<char> text, int start)
    {
        var before = start > 0 ? text[start - 1] : ' ';
        return before is '@' or '_' or '/' or '\\' or '#' or '$' || (before is '-' or '\'' or '’' or '.' && start > 1 && char.IsLetter(text[start - 2]));
    }

    /// <summary>Reads the words that belong to the name that the first word begins; gives their number.</summary>
    private static int ReadName(ReadOnlySpan<char> text, Span<NameWord> words, NameLead lead)
    {
        var count = 1;
        while (count < words.Length)
        {
            var previous = words[count - 1];
            if (previous.End >= text.Length || text[previous.End] is not (' ' or '\u00A0'))
            {
                break;
            }

            var place = NameWord.SkipParticles(text, previous.End + 1);
            if (!NameWord.TryRead(text, place, out var next))
            {
                break;
            }

            if (next.IsCommon && next.IsCapitalParticle(text) && next.End < text.Length && text[next.End] == ' ' && NameWord.TryRead(text, next.End + 1, out var after))
            {
                next = after;
            }

            if (next.IsCommon || IsInCapitals(text, words[0]) != IsInCapitals(text, next) || !MayFollow(text, words[..count], next, lead))
            {
                break;
            }

            words[count++] = next;
        }

        // An initial is never the end of a name that began with a word.
        while (count > 1 && words[count - 1].IsInitial)
        {
            count--;
        }

        return count;
    }

    private static bool IsInCapitals(ReadOnlySpan<char> text, NameWord word) => !word.IsInitial && char.IsUpper(text[word.Start + 1]) && char.IsUpper(text[word.End - 1]);

    private static bool MayFollow(ReadOnlySpan<char> text, ReadOnlySpan<NameWord> words, NameWord next, NameLead lead)
    {
        var last = words[^1];
        if (next.IsInitial)
        {
            return (last.Parts & NameParts.AnyGiven) != NameParts.None || last.IsInitial;
        }

        // After a surname only another surname belongs to the name, as in Spain, or a given name where surnames come first.
        var surnames = 0;
        foreach (var word in words)
        {
            surnames += !word.IsInitial && (word.Parts & NameParts.AnyGiven) == NameParts.None ? 1 : 0;
        }

        return surnames switch
        {
            0 => true,
            1 when words.Length == 1 && (last.Parts & NameParts.LeadingSurname) != NameParts.None => (next.Parts & NameParts.AnyGiven) != NameParts.None || IsKoreanGivenName(text, next),
            1 when words.Length == 1 => next.Parts != NameParts.None || IsSure(lead),
            1 => (next.Parts & NameParts.AnySurname) != NameParts.None || IsSure(lead),
            _ => false,
        };
    }

    private static bool IsSure(NameLead lead) => lead is NameLead.Title or NameLead.Field or NameLead.Introduction or NameLead.Farewell;

    // Min-jun, Seo-Yeon: two short parts.
    private static bool IsKoreanGivenName(ReadOnlySpan<char> text, NameWord word)
    {
        var letters = text[word.Start..word.End];
        var hyphen = letters.IndexOf('-');
        return hyphen is >= 1 and <= 6 && letters.Length - hyphen is >= 2 and <= 7;
    }

    private static float Judge(ReadOnlySpan<char> text, ReadOnlySpan<NameWord> words, NameLead lead)
    {
        var (first, last) = (words[0].Parts, words[^1].Parts);
        float score;
        if (words.Length == 1)
        {
            score = (first & NameParts.Given) != NameParts.None ? 0.3f : 0;
        }
        else if ((first & NameParts.LeadingSurname) != NameParts.None && (words[1].Parts & NameParts.AnyGiven) != NameParts.None | IsKoreanGivenName(text, words[1]))
        {
            score = Weigh(first & NameParts.Surname, words[1].Parts & NameParts.Given, 0.9f, 0.75f, 0.5f);
            score = words[1].Parts == NameParts.None ? Math.Max(score, 0.72f) : score;
        }
        else if ((first & NameParts.AnyGiven) != NameParts.None)
        {
            score = (last & NameParts.AnySurname) != NameParts.None
                ? Weigh(first & NameParts.Given, last & NameParts.Surname, 0.95f, 0.85f, 0.4f)
                : (last & NameParts.AnyGiven) != NameParts.None
                ? Weigh(first & NameParts.Given, last & NameParts.Given, 0.75f, 0.5f, 0.25f)
                : (first & NameParts.Given) != NameParts.None ? 0.7f : words.Length > 2 ? 0.5f : 0.2f;
        }
        else
        {
            // Surname and given name, as in lists, or two words of which nothing but the context tells.
            score = (first & NameParts.Surname) != NameParts.None && (last & NameParts.Given) != NameParts.None ? 0.6f : 0;
        }

        var end = words[^1].End;
        score = Follow(score, words.Length, first, lead, called: end < text.Length && text[end] is ',' or '!' or ':');
        return NameContext.ThingAfter(text, end) ? score * 0.4f : NameContext.ActsAfter(text, end) && score > 0 ? score + ((1 - score) * 0.5f) : score;
    }

    // What stands before makes a name surer, or less sure.
    private static float Follow(float score, int words, NameParts first, NameLead lead, bool called) => lead switch
    {
        NameLead.Title => first != NameParts.None ? 1 - ((1 - Math.Max(score, 0.5f)) * 0.3f) : words > 1 ? 0.75f : 0.65f,
        NameLead.Rank => (first & (NameParts.Given | NameParts.Surname)) != NameParts.None ? 1 - ((1 - Math.Max(score, 0.3f)) * 0.5f) : score,
        NameLead.Greeting => score + ((1 - score) * ((first & NameParts.Given) != NameParts.None ? 0.6f : (first & NameParts.WeakGiven) != NameParts.None ? 0.5f : called ? 0.55f : 0)),
        NameLead.Introduction => first != NameParts.None ? 1 - ((1 - score) * 0.25f) : words > 1 ? 0.7f : 0.45f,
        NameLead.Statement => (first & NameParts.Given) != NameParts.None ? score + ((1 - score) * 0.35f) : score,
        NameLead.Farewell or NameLead.Field => (first & NameParts.AnyGiven) != NameParts.None ? 1 - ((1 - score) * 0.3f) : words is 2 or 3 ? Math.Max(score, 0.6f) : score,
        NameLead.Place => words == 1 ? 0 : score * 0.5f,
        _ => score,
    };

    private static float Weigh(NameParts left, NameParts right, float both, float one, float none) => (left, right) switch
    {
        (not NameParts.None, not NameParts.None) => both,
        (NameParts.None, NameParts.None) => none,
        _ => one,
    };

    // Smith, John; Smith, J. K.
    private static bool TryReadReversed(ReadOnlySpan<char> text, NameWord first, out int end, out float score)
    {
        (end, score) = (first.End, 0);
        if ((first.Parts & NameParts.AnySurname) == NameParts.None || !text[first.End..].StartsWith(", ", StringComparison.Ordinal) || !NameWord.TryRead(text, first.End + 2, out var given))
        {
            return false;
        }

        var surname = (first.Parts & NameParts.Surname) != NameParts.None;
        if (given.IsInitial && text[given.End - 1] == '.')
        {
            end = given.End;
            while (NameWord.TryRead(text, end < text.Length && text[end] == ' ' ? end + 1 : end, out var more) && more.IsInitial && text[more.End - 1] == '.')
            {
                end = more.End;
                if (end - first.Start > 60)
                {
                    break;
                }
            }

            score = surname ? 0.7f : 0.5f;
            return true;
        }

        end = given.End;
        score = (given.Parts & NameParts.Given) != NameParts.None && (first.Parts & NameParts.AnyGiven) == NameParts.None ? (surname ? 0.6f : 0.35f) : 0;
        return score > 0;
    }

    // J. R. R. Tolkien; E.T.A. Hoffmann.
    private static void FindAfterInitials(ReadOnlySpan<char> text, NameWord first, List<PersonalSpan> found)
    {
        if (text[first.End - 1] != '.' || (first.Start > 1 && text[first.Start - 1] == ' ' && char.IsLetter(text[first.Start - 2]) && NameContext.Before(text, first.Start) == NameLead.None && IsCapitalBefore(text, first.Start - 1)))
        {
            return;
        }

        var place = first.End;
        var word = first;
        for (var initials = 1; word.IsInitial && initials < MostWords; initials++)
        {
            place = word.End < text.Length && text[word.End] is ' ' or '\u00A0' ? word.End + 1 : word.End;
            place = NameWord.SkipParticles(text, place);
            if (!NameWord.TryRead(text, place, out word))
            {
                return;
            }
        }

        if (word.IsInitial || word.IsCommon || text[place - 1] is not (' ' or '\u00A0' or '\''))
        {
            return;
        }

        var score = (word.Parts & NameParts.Surname) != NameParts.None ? 0.8f : (word.Parts & NameParts.WeakSurname) != NameParts.None ? 0.6f : word.Parts == NameParts.None ? 0.35f : 0.4f;
        score = NameContext.Before(text, first.Start) is NameLead.Title or NameLead.Field or NameLead.Introduction ? 1 - ((1 - score) * 0.4f) : score;
        found.Add(new(first.Start, word.End - first.Start, PersonalKinds.Person, NameContext.ThingAfter(text, word.End) ? score * 0.4f : score));
    }

    // Nguyen Van Minh <minh@example.org>: two to four capital words, whatever they are.
    private static void FindBeforeAddress(ReadOnlySpan<char> text, int at, List<PersonalSpan> found)
    {
        var open = at;
        while (open > 0 && at - open < 64 && (char.IsAsciiLetterOrDigit(text[open - 1]) || text[open - 1] is '.' or '_' or '-' or '+'))
        {
            open--;
        }

        if (open < 4 || text[open - 1] is not '<' || text[open - 2] != ' ')
        {
            return;
        }

        var (end, start, count) = (text[open - 3] is '"' or '\'' ? open - 3 : open - 2, open, 0);
        for (var place = end; place > 0 && count < MostWords - 1; place--)
        {
            var first = place;
            while (first > 0 && place - first < 40 && (char.IsLetter(text[first - 1]) || text[first - 1] is '-' or '\'' or '’' or '.'))
            {
                first--;
            }

            if (first == place || !(char.IsUpper(text[first]) || NameWord.SkipParticlesBack(text, place + 1) == first))
            {
                break;
            }

            (start, count) = char.IsUpper(text[first]) ? (first, count + 1) : (start, count);
            place = first;
            if (place == 0 || text[place - 1] != ' ')
            {
                break;
            }
        }

        if (count >= 2)
        {
            found.Add(new(start, end - start, PersonalKinds.Person, 0.8f));
        }
    }

    // The word that ends at a place begins with a capital letter: initials after it are not the start of a name.
    private static bool IsCapitalBefore(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && end - start < 24 && char.IsLetter(text[start - 1]))
        {
            start--;
        }

        return start < end && char.IsUpper(text[start]);
    }
}
