using Sinter.Data.Compression;
using Sinter.Data.Reading;

namespace Sinter.Data.Inputs;

/// <summary>
/// Reads an input: opens it, decompresses it by what it begins with, and gives it to the format that its content shows, else to the one that its name ends in.
/// A file that the user named outright is plain text where neither says more: nobody names a file to have it passed over.
/// </summary>
public static class DocumentReader
{
    // What formats look at to tell themselves apart.
    private const int StartBytes = 4096;

    /// <summary>
    /// The blocks of an input in order. An input that no format fits, or that cannot be decompressed, is one block with a fault.
    /// Throws <see cref="IOException"/> where the file cannot be opened or read at all.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="settings">How it is read.</param>
    /// <param name="format">The name of a format (<see cref="FormatCatalog"/>); null to tell it from the content and the name.
    /// An unknown name is an <see cref="ArgumentException"/>.</param>
    public static IEnumerable<RecordBlock> Read(InputFile input, ReadSettings settings, string? format = null)
    {
        var chosen = format is null ? null : FormatCatalog.Find(format);
        return ReadOpened(input, settings, chosen);
    }

    private static IEnumerable<RecordBlock> ReadOpened(InputFile input, ReadSettings settings, IDocumentFormat? chosen)
    {
        using var raw = input.Open();
        using var decoded = ContentDecoder.Open(raw, input.Name);
        using var content = new StartedStream(decoded);
        var start = content.Start(StartBytes).ToArray();
        var format = chosen ?? FormatCatalog.Detect(start, input.Name) ?? (input.IsNamed && LooksLikeText(start) ? FormatCatalog.Find("text") : null);
        if (format is null)
        {
            yield return RecordBlock.OfFault(
                input.Length ?? 0,
                input.Name,
                0,
                $"The file is passed over: its content shows no format that is known, and its name ends in none of {FormatCatalog.Endings}; name the format to read it anyway.");
            yield break;
        }

        using var seekable = format.NeedsSeeking ? Seekable(raw, content, input.Name) : null;
        foreach (var block in format.Read(seekable ?? content, input.Name, settings))
        {
            yield return block;
        }
    }

    /// <summary>Whether content may be text: something, and no signs that only programs write.</summary>
    private static bool LooksLikeText(ReadOnlySpan<byte> start)
    {
        foreach (var value in start)
        {
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
            {
                return false;
            }
        }

        return !start.IsEmpty;
    }

    /// <summary>The file itself where it is not compressed, else what it holds in a temporary file.</summary>
    private static Stream Seekable(Stream raw, Stream content, string name)
    {
        if (raw.CanSeek)
        {
            var start = new byte[StartBytes];
            raw.Position = 0;
            var length = raw.ReadAtLeast(start, StartBytes, throwOnEndOfStream: false);
            raw.Position = 0;
            if (ContentDecoder.KindOf(start.AsSpan(0, length), name) == CompressionKind.None)
            {
                return raw;
            }

            // What was decoded so far began at the start of the file: it goes on from there.
            return SpooledContent.Of(ContentDecoder.Open(raw, name));
        }

        return SpooledContent.Of(content);
    }
}
