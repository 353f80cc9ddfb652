using System.Collections.Frozen;

namespace Sinter.Data.Privacy.People;

/// <summary>A word of a text that may be a part of a name.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Parts">What is known of it.</param>
/// <param name="IsInitial">Whether it is one letter with or without a dot, which then belongs to it.</param>
/// <param name="IsCommon">Whether it is a word that begins sentences, a month, or another word that no name ends with.</param>
internal readonly record struct NameWord(int Start, int End, NameParts Parts, bool IsInitial, bool IsCommon)
{
    private const int Longest = 40;

    // Endings that surnames have and other capital words seldom do.
    private static readonly string[] SurnameEndings =
    [
        "sson", "sdóttir", "ović", "ovic", "ovich", "evich", "enko", "czyk", "wicz", "wski", "wska", "ński", "ńska", "nski", "opoulos", "oglu", "oğlu", "shvili", "adze", "escu", "eanu", "ová", "idis", "akis", "dottir", "yan",
    ];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Particles =
        NameTable.Words("van der den de von zu zur zum di da do dos das del della dello degli du la le los las bin ibn bint al el ter ten te 't af ben abu y e i e san d'").ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A word that begins at a place; false where none that can be a part of a name does.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int start, out NameWord word)
    {
        word = default;
        if (start >= text.Length || !char.IsUpper(text[start]))
        {
            return false;
        }

        var end = start + 1;
        var joined = false;
        for (; end < text.Length && end - start <= Longest; end++)
        {
            if (char.IsLetter(text[end]) || char.GetUnicodeCategory(text[end]) == System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            // O'Brien and Jean-Pierre are one word, Anna's is two; the second part of Korean names (Min-jun) is often small.
            if (text[end] is '-' or '\'' or '’' && end + 1 < text.Length && (char.IsUpper(text[end + 1]) || (text[end] == '-' && char.IsLower(text[end + 1]) && !joined)))
            {
                joined = true;
                continue;
            }

            break;
        }

        if (end - start > Longest || (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '_' or '@')))
        {
            return false;
        }

        if (end - start == 1)
        {
            var dotted = end < text.Length && text[end] == '.';
            word = new(start, dotted ? end + 1 : end, NameParts.None, IsInitial: true, IsCommon: false);
            return true;
        }

        var letters = text[start..end];
        var parts = NameTable.Of(letters);
        parts = parts == NameParts.None ? OfShape(letters, joined) : parts;
        word = new(start, end, parts, IsInitial: false, IsCommon: parts == NameParts.None && CommonWords.Contains(letters));
        return true;
    }

    /// <summary>Goes over particles such as <c>van der</c>, at most three; gives where the word after them begins, or <paramref name="start"/> where there are none.</summary>
    public static int SkipParticles(ReadOnlySpan<char> text, int start)
    {
        var place = start;
        for (var count = 0; count < 3; count++)
        {
            var end = place;
            while (end < text.Length && end - place < 6 && (char.IsLower(text[end]) || text[end] == '\''))
            {
                end++;
            }

            if (end == place || !Particles.Contains(text[place..end]))
            {
                break;
            }

            if (end < text.Length && text[end] is ' ' or '-')
            {
                place = end + 1;
            }
            else if (text[end - 1] == '\'')
            {
                place = end;
            }
            else
            {
                break;
            }
        }

        return place < text.Length && char.IsUpper(text[place]) ? place : start;
    }

    /// <summary>Where the particles begin that stand right before a place, at most three; that place where there are none.</summary>
    public static int SkipParticlesBack(ReadOnlySpan<char> text, int start)
    {
        for (var count = 0; count < 3 && start > 1 && text[start - 1] == ' '; count++)
        {
            var first = start - 1;
            while (first > 0 && start - first < 7 && char.IsLower(text[first - 1]))
            {
                first--;
            }

            if (!Particles.Contains(text[first..(start - 1)]) || (first > 0 && text[first - 1] != ' '))
            {
                break;
            }

            start = first;
        }

        return start;
    }

    /// <summary>Whether a word is a particle that is written with a capital letter: Le Goff, Di Marco, El Amrani.</summary>
    public bool IsCapitalParticle(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[6];
        return End - Start <= lower.Length && Particles.Contains(lower[..text[Start..End].ToLowerInvariant(lower)]);
    }

    // What a word that is not in the lists looks like.
    private static NameParts OfShape(ReadOnlySpan<char> letters, bool joined)
    {
        if (joined && letters.IndexOfAny('-', '\'', '’') is var at && at < letters.Length - 1)
        {
            if (letters[at] != '-')
            {
                return at == 1 && letters[0] is 'O' or 'D' or 'N' or 'L' ? NameParts.Surname : NameParts.None;
            }

            var (first, second) = (NameTable.Of(letters[..at]), NameTable.Of(letters[(at + 1)..]));
            return (first & NameParts.AnyGiven) != NameParts.None && (second & NameParts.AnyGiven) != NameParts.None ? NameParts.Given
                : (first & NameParts.AnySurname) != NameParts.None && (second & NameParts.AnySurname) != NameParts.None ? NameParts.Surname
                : NameParts.None;
        }

        if (letters.Length >= 5 && ((letters.StartsWith("Mc", StringComparison.Ordinal) && char.IsUpper(letters[2])) || (letters.StartsWith("Mac", StringComparison.Ordinal) && char.IsUpper(letters[3]))))
        {
            return NameParts.Surname;
        }

        foreach (var ending in SurnameEndings)
        {
            if (letters.Length > ending.Length + 2 && letters.EndsWith(ending, StringComparison.Ordinal))
            {
                return NameParts.WeakSurname;
            }
        }

        return NameParts.None;
    }
}
