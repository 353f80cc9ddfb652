using System.Buffers;
using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>Spaces that are missing between two sentences.</summary>
internal static class SentenceSpaces
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?");

    /// <summary>Words that begin sentences in English, German, French and Spanish, and that are no part of names of files, sites or programs.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Openers = new HashSet<string>(
        ["The", "This", "That", "These", "Those", "There", "They", "Then", "It", "He", "She", "We", "You", "And", "But", "However", "When", "While", "If", "What", "Who", "Why", "How", "Our", "Your", "His",
            "Her", "Their", "After", "Before", "Although", "Because", "Der", "Die", "Das", "Ein", "Eine", "Wir", "Ich", "Sie", "Und", "Aber", "Wenn", "Le", "La", "Les", "Il", "Elle", "Nous", "Vous", "Mais",
            "Cette", "El", "Los", "Las", "Esta", "Este", "Pero"],
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// The text with a space between a small letter with a full stop and a word that begins sentences and that white space follows; not in addresses and names of files, which hold
    /// further marks.
    /// </summary>
    public static string Add(string text)
    {
        StringBuilder? spaced = null;
        var copied = 0;
        for (var at = text.AsSpan().IndexOfAny(Ends); at >= 0;)
        {
            var behind = at + 1;
            if (behind < text.Length && char.IsUpper(text[behind]) && IsMissing(text, at))
            {
                spaced ??= new StringBuilder(text.Length + 16);
                spaced.Append(text, copied, behind - copied).Append(' ');
                copied = behind;
            }

            var next = text.AsSpan(behind).IndexOfAny(Ends);
            at = next < 0 ? -1 : behind + next;
        }

        return spaced is null ? text : spaced.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsMissing(string text, int at)
    {
        var start = at;
        while (start > 0 && char.IsLower(text[start - 1]) && at - start < 32)
        {
            start--;
        }

        var wordBefore = at - start >= 2 && (start == 0 || char.IsWhiteSpace(text[start - 1]) || (char.IsUpper(text[start - 1]) && (start == 1 || char.IsWhiteSpace(text[start - 2]))));
        if (!wordBefore)
        {
            return false;
        }

        var end = at + 1;
        while (end < text.Length && char.IsLetter(text[end]) && end - at < 16)
        {
            end++;
        }

        return end < text.Length && text[end] is ' ' or ',' or '\u2019' or '\'' && Openers.Contains(text.AsSpan(at + 1, end - at - 1));
    }
}
