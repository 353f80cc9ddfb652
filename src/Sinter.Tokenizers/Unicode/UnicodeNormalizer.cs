using System.Text;

namespace Sinter.Tokenizers.Unicode;

/// <summary>
/// Brings text into a normalisation form (Unicode Standard Annex 15, with the data of Unicode 15.0), the same on every system and also where globalization is
/// invariant, in which <see cref="string.Normalize()"/> does nothing. A surrogate without its partner stays as it is.
/// </summary>
public static class UnicodeNormalizer
{
    /// <summary>The version of Unicode whose characters are known; newer ones are left as they are.</summary>
    public const string UnicodeVersion = "15.0";

    /// <summary>The text in a form; the same object where it has that already.</summary>
    public static string Normalize(string text, UnicodeForm form)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problem = FirstProblem(text, 0, form, out var safe);
        if (problem < 0)
        {
            return text;
        }

        // Only the stretches round a problem are taken apart; what lies between is copied.
        var result = new StringBuilder(text.Length + 16);
        var segment = new NormalizationSegment(NormalizationData.Shared);
        var copied = 0;
        while (problem >= 0)
        {
            var end = NextBoundary(text, problem, form);
            result.Append(text, copied, safe - copied);
            AppendTo(result, text.AsSpan(safe, end - safe), segment, form);
            copied = end;
            problem = FirstProblem(text, end, form, out safe);
        }

        result.Append(text, copied, text.Length - copied);
        return result.Length == text.Length && result.Equals(text) ? text : result.ToString();
    }

    /// <summary>Whether a text has a form.</summary>
    public static bool IsNormalized(string text, UnicodeForm form)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FirstProblem(text, 0, form, out _) < 0 || ReferenceEquals(Normalize(text, form), text);
    }

    /// <summary>
    /// Where the first character stands that may not be as the form has it; negative where there is none. All characters below the form's limit are, and none
    /// of them is a mark.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin: a boundary.</param>
    /// <param name="form">The form.</param>
    /// <param name="safe">The last place before the problem where the text can be cut in two that are normalised apart.</param>
    private static int FirstProblem(string text, int from, UnicodeForm form, out int safe)
    {
        var limit = FirstOfInterest(form);
        var problems = Problems(form);
        var data = NormalizationData.Shared;
        safe = from;
        var i = from;
        var lastClass = 0;
        while (i < text.Length)
        {
            if (text[i] < limit)
            {
                var plain = text.AsSpan(i).IndexOfAnyExceptInRange('\0', (char)(limit - 1));
                if (plain < 0)
                {
                    return -1;
                }

                i += plain;
                safe = i - 1;
                lastClass = 0;
            }

            var codePoint = CodePointAt(text, i, out var length);
            var properties = data[codePoint];
            var combiningClass = properties & CharacterProperties.CombiningClass;
            if ((properties & problems) != 0 || (combiningClass != 0 && combiningClass < lastClass))
            {
                return i;
            }

            if (combiningClass == 0)
            {
                safe = i;
            }

            lastClass = combiningClass;
            i += length;
        }

        return -1;
    }

    /// <summary>The first place after a problem at which nothing before can have to do with what follows.</summary>
    private static int NextBoundary(string text, int problem, UnicodeForm form)
    {
        var data = NormalizationData.Shared;
        var unsafeProperties = Problems(form) | CharacterProperties.CombiningClass;
        CodePointAt(text, problem, out var length);
        var i = problem + length;
        while (i < text.Length && (data[CodePointAt(text, i, out length)] & unsafeProperties) != 0)
        {
            i += length;
        }

        return i;
    }

    /// <summary>All characters below are in the form already.</summary>
    private static char FirstOfInterest(UnicodeForm form) => form switch
    {
        UnicodeForm.Nfc => '\u0300',
        UnicodeForm.Nfd => '\u00C0',
        _ => '\u00A0',
    };

    /// <summary>Whether a form takes apart what is only compatible.</summary>
    internal static bool IsCompatible(UnicodeForm form) => form is UnicodeForm.Nfkc or UnicodeForm.Nfkd;

    /// <summary>Whether a form composes.</summary>
    internal static bool Composes(UnicodeForm form) => form is UnicodeForm.Nfc or UnicodeForm.Nfkc;

    /// <summary>The properties, bits of <see cref="CharacterProperties"/>, of characters that may not stand so in a form.</summary>
    internal static int Problems(UnicodeForm form) => form switch
    {
        UnicodeForm.Nfc => CharacterProperties.NotNfc | CharacterProperties.MayCompose,
        UnicodeForm.Nfd => CharacterProperties.NotNfd,
        UnicodeForm.Nfkc => CharacterProperties.NotNfkc | CharacterProperties.MayCompose,
        UnicodeForm.Nfkd => CharacterProperties.NotNfkd,
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "No such normalisation form."),
    };

    private static int CodePointAt(ReadOnlySpan<char> text, int index, out int length)
    {
        var first = text[index];
        if (char.IsHighSurrogate(first) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(first, text[index + 1]);
        }

        length = 1;
        return first;
    }

    private static void AppendTo(StringBuilder result, ReadOnlySpan<char> text, NormalizationSegment segment, UnicodeForm form)
    {
        segment.Clear();
        for (var i = 0; i < text.Length;)
        {
            segment.Add(CodePointAt(text, i, out var length), IsCompatible(form));
            i += length;
        }

        segment.OrderMarks();
        if (Composes(form))
        {
            segment.Compose();
        }

        foreach (var part in segment.Parts)
        {
            if (part.CodePoint > char.MaxValue)
            {
                result.Append((char)(0xD7C0 + (part.CodePoint >> 10))).Append((char)(0xDC00 | (part.CodePoint & 0x3FF)));
            }
            else
            {
                result.Append((char)part.CodePoint);
            }
        }
    }
}
