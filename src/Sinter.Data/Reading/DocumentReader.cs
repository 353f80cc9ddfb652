using Sinter.Data.Compression;

namespace Sinter.Data.Reading;

/// <summary>
/// Reads an input: opens it, decompresses it by what it begins with, and gives it to the format that its content shows, else to the one that its name ends in.
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
        using var decoded = Decode(raw, input.Name, out var fault);
        using var content = PrefixedStream.Peek(decoded, StartBytes, out var start);
        var format = chosen ?? (fault is null ? FormatCatalog.Detect(start, input.Name) : null);
        if (fault is not null || format is null)
        {
            fault ??= $"its content shows no format that is known, and its name ends in none of {FormatCatalog.Endings}; name the format to read it anyway";
            yield return RecordBlock.OfFault(input.Length ?? 0, input.Name, 0, $"The file is passed over: {fault}.");
            yield break;
        }

        using var seekable = format.NeedsSeeking && !content.CanSeek ? SpooledContent.Of(content) : null;
        foreach (var block in format.Read(seekable ?? content, input.Name, settings))
        {
            yield return block;
        }
    }

    private static Stream Decode(Stream raw, string name, out string? fault)
    {
        fault = null;
        try
        {
            return ContentDecoder.Open(raw, name);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            fault = broken.Message.TrimEnd('.');
            return Stream.Null;
        }
    }
}
