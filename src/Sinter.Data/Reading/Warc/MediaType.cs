namespace Sinter.Data.Reading.Warc;

/// <summary>A content type such as <c>text/html; charset=utf-8</c>.</summary>
/// <param name="Name">The type alone, in lower case; empty where none is given.</param>
/// <param name="Charset">The character encoding that it names; null where it names none.</param>
internal readonly record struct MediaType(string Name, string? Charset)
{
    /// <summary>Whether it is text that people read.</summary>
    public bool IsText =>
        Name is "application/xhtml+xml" or "application/xml" or "application/json"
        || Name.EndsWith("+xml", StringComparison.Ordinal) && !Name.StartsWith("image/", StringComparison.Ordinal)
        || Name.StartsWith("text/", StringComparison.Ordinal) && Name is not ("text/css" or "text/javascript" or "text/dns");

    /// <summary>Why content of this type is passed over, without what a hostile file may make up.</summary>
    public string PassedOver
    {
        get
        {
            var family = Name.AsSpan(0, Math.Max(0, Name.IndexOf('/', StringComparison.Ordinal)));
            return family is "image" or "audio" or "video" or "font" or "application" or "text" ? $"type {family}" : "type other";
        }
    }

    public static MediaType Parse(string? value)
    {
        if (value is null)
        {
            return new MediaType("", null);
        }

        var parts = value.Split(';', 8, StringSplitOptions.TrimEntries);
        string? charset = null;
        foreach (var part in parts.AsSpan(1))
        {
            if (part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
            {
                charset ??= part["charset=".Length..].Trim('"', '\'', ' ');
            }
        }

        return new MediaType(parts[0].ToLowerInvariant(), charset);
    }
}
