using System.Globalization;

namespace Sinter.Data.Reading.Warc;

/// <summary>Makes documents of pages, the same from WARC and ARC.</summary>
internal static class PageDocument
{
    /// <summary>Makes a document of an HTTP response, or passes over it where it holds no text.</summary>
    public static ReadOutcome FromResponse(ReadOnlyMemory<byte> response, int maximumBytes, Document page)
    {
        var message = HttpMessage.Parse(response, maximumBytes);
        if (message.Status != 200)
        {
            return ReadOutcome.Pass(message.Status == 0 ? "status missing" : string.Create(CultureInfo.InvariantCulture, $"status {message.Status}"));
        }

        var facts = new List<KeyValuePair<string, string>>(page.Metadata) { new("httpStatus", "200") };
        if (message.Damage is not null)
        {
            facts.Add(new("damaged", message.Damage));
        }

        return FromBody(message.Body.Span, message.Type, page with { Metadata = new MetadataDictionary(facts) });
    }

    /// <summary>Makes a document of a body that is a page itself, or passes over it where it holds no text.</summary>
    public static ReadOutcome FromBody(ReadOnlySpan<byte> body, MediaType type, Document page)
    {
        // A type that is missing or made up is judged by the content: no text has a zero byte near its start.
        if (type.Name.Length > 0 ? !type.IsText : body[..Math.Min(body.Length, 512)].Contains((byte)0))
        {
            return ReadOutcome.Pass(type.PassedOver);
        }

        if (body.IsEmpty)
        {
            return ReadOutcome.Pass("empty");
        }

        var facts = new List<KeyValuePair<string, string>>(page.Metadata);
        if (type.Name.Length > 0)
        {
            facts.Add(new("contentType", type.Name));
        }

        return ReadOutcome.Of(page with { Text = PageText.Decode(body, type.Charset), Metadata = new MetadataDictionary(facts) });
    }
}
