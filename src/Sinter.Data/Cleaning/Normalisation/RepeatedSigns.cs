using System.Buffers;
using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>Punctuation marks that are repeated for show.</summary>
internal static class RepeatedSigns
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("!?.,;:-_=*~\u2026\u2022\u00B7\u2014\u2013\u2500");

    /// <summary>The text with no mark more than <paramref name="most"/> times in a row.</summary>
    public static string Shorten(string text, int most)
    {
        StringBuilder? shortened = null;
        var copied = 0;
        for (var at = text.AsSpan().IndexOfAny(Signs); at >= 0;)
        {
            var length = text.AsSpan(at).IndexOfAnyExcept(text[at]);
            length = length < 0 ? text.Length - at : length;
            if (length > most)
            {
                shortened ??= new StringBuilder(text.Length);
                shortened.Append(text, copied, at + most - copied);
                copied = at + length;
            }

            var next = text.AsSpan(at + length).IndexOfAny(Signs);
            at = next < 0 ? -1 : at + length + next;
        }

        return shortened is null ? text : shortened.Append(text, copied, text.Length - copied).ToString();
    }
}
