using System.Text;

namespace Sinter.Tokenizers.Jinja;

/// <summary>Upper and lower case, and what characters a text is made of. One letter stays one letter, so that origins stay where they are.</summary>
internal static class TextCase
{
    /// <summary>All letters in upper case.</summary>
    public static MarkedText Upper(RenderLimits limits, MarkedText text) => Mapped(limits, text, text.Text.ToUpperInvariant());

    /// <summary>All letters in lower case.</summary>
    public static MarkedText Lower(RenderLimits limits, MarkedText text) => Mapped(limits, text, text.Text.ToLowerInvariant());

    /// <summary>The first letter in upper case, all others in lower case.</summary>
    public static MarkedText Capitalize(RenderLimits limits, MarkedText text) => Cased(limits, text, static (_, place) => place == 0);

    /// <summary>The first letter of each run of letters in upper case, all others in lower case.</summary>
    public static MarkedText Title(RenderLimits limits, MarkedText text) =>
        Cased(limits, text, static (text, place) => place == 0 || !Rune.IsLetter(RuneBefore(text, place)));

    /// <summary>The first letter in upper case behind white space, a hyphen or an opening bracket, all others in lower case: Jinja's filter <c>title</c>.</summary>
    public static MarkedText TitleOfWords(RenderLimits limits, MarkedText text) =>
        Cased(limits, text, static (text, place) => place == 0 || PythonText.IsSpace(text[place - 1]) || text[place - 1] is '-' or '(' or '{' or '[' or '<');

    /// <summary>Whether there is a character and all are of a kind.</summary>
    public static bool All(RenderLimits limits, MarkedText text, Func<char, bool> isOfKind)
    {
        limits.Scan(text.Text.Length);
        return text.Text.Length > 0 && text.Text.All(isOfKind);
    }

    /// <summary>Whether there are letters with a case, and all are in upper case.</summary>
    public static bool IsUpper(RenderLimits limits, MarkedText text)
    {
        limits.Scan(text.Text.Length);
        return text.Text.Any(char.IsUpper) && !text.Text.Any(char.IsLower);
    }

    /// <summary>Whether there are letters with a case, and all are in lower case.</summary>
    public static bool IsLower(RenderLimits limits, MarkedText text)
    {
        limits.Scan(text.Text.Length);
        return text.Text.Any(char.IsLower) && !text.Text.Any(char.IsUpper);
    }

    private static MarkedText Cased(RenderLimits limits, MarkedText text, Func<string, int, bool> isUpper)
    {
        var characters = new StringBuilder(text.Text.Length);
        for (var place = 0; place < text.Text.Length;)
        {
            Rune.DecodeFromUtf16(text.Text.AsSpan(place), out var rune, out var length);
            if (Rune.IsLetter(rune))
            {
                characters.Append((isUpper(text.Text, place) ? Rune.ToUpperInvariant(rune) : Rune.ToLowerInvariant(rune)).ToString());
            }
            else
            {
                characters.Append(text.Text, place, length);
            }

            place += length;
        }

        return Mapped(limits, text, characters.ToString());
    }

    private static Rune RuneBefore(string text, int place)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(0, place), out var rune, out _);
        return rune;
    }

    private static MarkedText Mapped(RenderLimits limits, MarkedText text, string characters)
    {
        limits.Scan(characters.Length);
        return text.WithCharacters(characters);
    }
}
