using System.Net;
using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>HTML entities that were left in a text.</summary>
internal static class LeftEntities
{
    private const int LongestEntity = 12;

    /// <summary>The text with whole entities (<c>&amp;name;</c>, <c>&amp;#39;</c>) resolved, also those that were escaped twice.</summary>
    public static string Resolve(string text)
    {
        // Each round makes the text shorter: an entity is longer than what it stands for.
        while (ResolveOnce(text) is { } resolved)
        {
            text = resolved;
        }

        return text;
    }

    private static string? ResolveOnce(string text)
    {
        StringBuilder? resolved = null;
        var copied = 0;
        for (var at = text.IndexOf('&', StringComparison.Ordinal); at >= 0; at = Next(text, at + 1))
        {
            var end = text.AsSpan(at, Math.Min(LongestEntity, text.Length - at)).IndexOf(';');
            if (at < copied || end < 2)
            {
                continue;
            }

            var entity = text.Substring(at, end + 1);
            var meant = WebUtility.HtmlDecode(entity);
            if (meant.Length < entity.Length)
            {
                resolved ??= new StringBuilder(text.Length);
                resolved.Append(text, copied, at - copied).Append(meant);
                copied = at + entity.Length;
            }
        }

        return resolved?.Append(text, copied, text.Length - copied).ToString();
    }

    private static int Next(string text, int from) => from < text.Length ? text.IndexOf('&', from) : -1;
}
