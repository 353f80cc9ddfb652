using Sinter.Data.Reading;

namespace Sinter.Data.Html;

/// <summary>Web pages as files: one page is one document, whose text is the page as it is; the step <c>extract</c> makes prose of it.</summary>
public sealed class HtmlFormat : IDocumentFormat
{
    /// <inheritdoc/>
    public string Name => "html";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".html", ".htm", ".xhtml"];

    /// <inheritdoc/>
    public bool Recognises(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            start = start[3..];
        }

        Span<char> text = stackalloc char[Math.Min(start.Length, 1024)];
        System.Text.Encoding.Latin1.GetChars(start[..text.Length], text);
        return HtmlSniffer.IsHtml(text);
    }

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings)
    {
        byte[] bytes;
        string? fault = null;
        try
        {
            bytes = ReadAll(content, settings.MaximumRecordBytes);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            bytes = [];
            fault = $"The page breaks off: {broken.Message}";
        }

        if (fault is null && bytes.Length > settings.MaximumRecordBytes)
        {
            fault = $"The page is larger than {settings.MaximumRecordBytes} bytes, the most that a record may have; it was passed over.";
        }

        yield return new RecordBlock(bytes.Length, () =>
        [
            fault is not null ? ReadOutcome.Fault(source, 0, fault) : ReadOutcome.Of(new Document
            {
                Id = source,
                Source = source,
                Text = HtmlEncoding.Decode(bytes, httpCharset: null),
                Metadata = new MetadataDictionary([new(ExtractStep.ContentTypeKey, "text/html")]),
            }),
        ]);
    }

    /// <summary>The content, or a byte more than the most that is allowed.</summary>
    private static byte[] ReadAll(Stream content, int maximum)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; bytes.Length <= maximum && (read = content.Read(buffer, 0, (int)Math.Min(buffer.Length, maximum + 1L - bytes.Length))) > 0;)
        {
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
