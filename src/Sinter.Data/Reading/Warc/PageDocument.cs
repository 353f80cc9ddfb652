using System.Globalization;

namespace Sinter.Data.Reading.Warc;

/// <summary>Makes documents of pages, the same from WARC and ARC.</summary>
internal static class PageDocument
{
    /// <summary>Makes a document of an HTTP response; null, and counted, where it holds no text.</summary>
    public static Document? FromResponse(ReadOnlyMemory<byte> response, int maximumBytes, ArchiveTally tally, Document page)
    {
        var message = HttpMessage.Parse(response, maximumBytes);
        if (message.Status != 200)
        {
            tally.Add(message.Status == 0 ? "status missing" : string.Create(CultureInfo.InvariantCulture, $"status {message.Status}"));
            return null;
        }

        var facts = new List<KeyValuePair<string, string>>(page.Metadata) { new("httpStatus", "200") };
        if (message.Damage is not null)
        {
            facts.Add(new("damaged", message.Damage));
        }

        return FromBody(message.Body.Span, message.Type, tally, page with { Metadata = new MetadataDictionary(facts) });
    }

    /// <summary>Makes a document of a body that is a page itself; null, and counted, where it holds no text.</summary>
    public static Document? FromBody(ReadOnlySpan<byte> body, MediaType type, ArchiveTally tally, Document page)
    {
        // A type that is missing or made up is judged by the content: no text has a zero byte near its start.
        if (type.Name.Length > 0 ? !type.IsText : body[..Math.Min(body.Length, 512)].Contains((byte)0))
        {
            tally.Add(type.PassedOver);
            return null;
        }

        if (body.IsEmpty)
        {
            tally.Add("empty");
            return null;
        }

        var facts = new List<KeyValuePair<string, string>>(page.Metadata);
        if (type.Name.Length > 0)
        {
            facts.Add(new("contentType", type.Name));
        }

        return page with { Text = PageText.Decode(body, type.Charset), Metadata = new MetadataDictionary(facts) };
    }
}
