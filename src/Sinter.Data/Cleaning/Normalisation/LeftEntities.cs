using System.Net;
using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>HTML entities that were left in a text.</summary>
internal static class LeftEntities
{
    private const int LongestEntity = 12;

    /// <summary>How often text is gone through in which one entity gave the ampersand of another.</summary>
    private const int MaximumRounds = 4;

    private const string EscapedAgain = "amp;";

    /// <summary>The text with whole entities (<c>&amp;name;</c>, <c>&amp;#39;</c>) resolved, also those that were escaped several times.</summary>
    public static string Resolve(string text)
    {
        for (var round = 0; round < MaximumRounds && ResolveOnce(text) is { } resolved; round++)
        {
            text = resolved;
        }

        return text;
    }

    private static string? ResolveOnce(string text)
    {
        StringBuilder? resolved = null;
        var copied = 0;
        for (var at = text.IndexOf('&', StringComparison.Ordinal); at >= 0; at = Next(text, Math.Max(at + 1, copied)))
        {
            // An ampersand that was escaped again and again is one.
            var name = at + 1;
            while (text.AsSpan(name).StartsWith(EscapedAgain))
            {
                name += EscapedAgain.Length;
            }

            var end = text.AsSpan(name, Math.Min(LongestEntity, text.Length - name)).IndexOf(';');
            var entity = end <= 0 ? "&" : string.Concat("&", text.AsSpan(name, end + 1));
            var meant = WebUtility.HtmlDecode(entity);
            if (name > at + 1 || !string.Equals(meant, entity, StringComparison.Ordinal))
            {
                resolved ??= new StringBuilder(text.Length);
                resolved.Append(text, copied, at - copied).Append(meant);
                copied = name + entity.Length - 1;
            }
        }

        return resolved?.Append(text, copied, text.Length - copied).ToString();
    }

    private static int Next(string text, int from) => from < text.Length ? text.IndexOf('&', from) : -1;
}
