using Sinter.Data.Reading;

namespace Sinter.Data.Tuning.Sources;

/// <summary>The lines of a piece of a file as texts: UTF-8, else windows-1252.</summary>
internal static class TextLines
{
    /// <summary>The lines without their ends, with their numbers.</summary>
    public static IEnumerable<(string Text, long Number)> Of(ReadOnlyMemory<byte> data, long firstLine)
    {
        for (var number = firstLine; !data.IsEmpty; number++)
        {
            var end = data.Span.IndexOf((byte)'\n');
            var line = end < 0 ? data.Span : data.Span[..end];
            yield return (TextContent.Decode(line.EndsWith("\r"u8) ? line[..^1] : line, out _), number);
            data = end < 0 ? default : data[(end + 1)..];
        }
    }
}
