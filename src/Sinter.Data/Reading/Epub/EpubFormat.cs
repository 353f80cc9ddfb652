using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Sinter.Data.Reading.Epub;

/// <summary>
/// EPUB books: a file is one document, its chapters in the order of the spine, with title, author and language as metadata. Sizes of entries and of the whole are bounded by
/// <see cref="ReadSettings.MaximumRecordBytes"/> as they are unpacked, whatever the archive says of them.
/// </summary>
public sealed class EpubFormat : IDocumentFormat
{
    /// <inheritdoc/>
    public string Name => "epub";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".epub"];

    /// <inheritdoc/>
    public bool NeedsSeeking => true;

    /// <summary>Whether it is a ZIP archive whose first entry says that it is a book.</summary>
    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("PK\u0003\u0004"u8) && start[..Math.Min(start.Length, 128)].IndexOf("mimetypeapplication/epub+zip"u8) == 30;

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings)
    {
        // The archive belongs to the stream, which lives no longer than the reading: so the chapters are unpacked here, and become text on any thread.
        var length = content.Length;
        EpubBook book;
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            book = EpubBook.Open(new EpubArchive(archive, settings.MaximumRecordBytes));
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or XmlException or NotSupportedException or ArgumentException)
        {
            return [RecordBlock.OfFault(length, source, 0, $"The book cannot be read: {fault.Message.TrimEnd('.')}.")];
        }

        return [new RecordBlock(length, () => [ToDocument(book, source)])];
    }

    private static ReadOutcome ToDocument(EpubBook book, string source)
    {
        var text = new StringBuilder();
        foreach (var chapter in book.Chapters)
        {
            var plain = XhtmlText.ToPlainText(TextContent.Decode(chapter, out _));
            if (plain.Length > 0)
            {
                text.Append(text.Length > 0 ? "\n\n" : "").Append(plain);
            }
        }

        return text.Length == 0
            ? ReadOutcome.Fault(source, 0, "The book has no text: its chapters are missing or hold only pictures.")
            : ReadOutcome.Of(new Document { Id = source, Text = text.ToString(), Source = source, Metadata = book.Metadata });
    }
}
