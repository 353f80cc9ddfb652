namespace Sinter.Data.Reading.Pdf;

/// <summary>
/// The text of PDF files that say what their characters are: a file is a document, a line of the page a line of the text, pages are parted by an empty line. Files that are encrypted,
/// that hold only pictures, or whose fonts do not name their characters are faults. A file is held in memory as a whole, so it may have
/// <see cref="ReadSettings.MaximumRecordBytes"/> at most.
/// </summary>
public sealed class PdfFormat : IDocumentFormat
{
    /// <inheritdoc/>
    public string Name => "pdf";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".pdf"];

    /// <summary>Whether it begins with the mark of PDF.</summary>
    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("%PDF-"u8);

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings)
    {
        var limit = settings.MaximumRecordBytes;
        foreach (var cut in new WholeFileCutter().Cut(content, settings))
        {
            yield return cut.ToBlock(source, piece => [ToDocument(piece.Data, source, limit)]);
        }
    }

    private static ReadOutcome ToDocument(ReadOnlyMemory<byte> data, string source, int limit)
    {
        try
        {
            var (text, metadata) = PdfDocument.Read(data, limit);
            return ReadOutcome.Of(new Document { Id = source, Text = text, Source = source, Metadata = metadata });
        }
        catch (InvalidDataException fault)
        {
            return ReadOutcome.Fault(source, 0, $"The PDF file cannot be read: {fault.Message.TrimEnd('.')}.");
        }
    }
}
