using System.Text;
using System.Text.Json;

namespace Sinter.Data.Privacy;

/// <summary>A part of a text of which it is known what it is.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
/// <param name="Kind">Its kind (<see cref="PersonalKinds"/>); <c>nationalId</c> stands for the numbers of any country.</param>
public readonly record struct LabelledSpan(int Start, int Length, string Kind)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Length;
}

/// <summary>A text with all personal data in it, to measure a finder with.</summary>
/// <param name="Text">The text.</param>
/// <param name="Spans">What is in it, by place.</param>
public sealed record LabelledText(string Text, IReadOnlyList<LabelledSpan> Spans)
{
    private const int LongestLine = 1 << 26;

    /// <summary>Reads texts from a file: a JSON object a line, <c>{"text","spans":[{"start","end","kind"}]}</c>, where start and end count Unicode code points and end is behind the last.</summary>
    /// <exception cref="InvalidDataException">A line is none of that; the message says where and why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<LabelledText> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var lines = new Utf8LineReader(stream, path, LongestLine);
        while (lines.TryRead(out var line))
        {
            if (line.Span.ContainsAnyExcept(" \t"u8))
            {
                yield return Parse(line, path, lines.LineNumber);
            }
        }
    }

    /// <summary>The same as a line of such a file.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("text", Text);
            writer.WriteStartArray("spans");
            foreach (var span in Spans)
            {
                var start = CodePoints(Text.AsSpan(0, span.Start));
                writer.WriteStartObject();
                writer.WriteNumber("start", start);
                writer.WriteNumber("end", start + CodePoints(Text.AsSpan(span.Start, span.Length)));
                writer.WriteString("kind", span.Kind);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static LabelledText Parse(ReadOnlyMemory<byte> line, string path, long number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var text = json.RootElement.GetProperty("text").GetString() ?? throw new FormatException("'text' is null");
            var units = UnitsByCodePoint(text);
            var spans = new List<LabelledSpan>();
            foreach (var item in json.RootElement.GetProperty("spans").EnumerateArray())
            {
                var (start, end) = (item.GetProperty("start").GetInt32(), item.GetProperty("end").GetInt32());
                if (start < 0 || end <= start || end >= units.Length)
                {
                    throw new FormatException($"a span from {start} to {end} is not within the {units.Length - 1} characters of the text");
                }

                spans.Add(new(units[start], units[end] - units[start], item.GetProperty("kind").GetString() ?? throw new FormatException("'kind' is null")));
            }

            spans.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Length.CompareTo(b.Length));
            return new(text, spans);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            var reason = fault is FormatException ? fault.Message : """it is not {"text":"...","spans":[{"start":0,"end":1,"kind":"person"}]}""";
            throw new InvalidDataException($"Line {number} of '{path}' cannot be used: {reason}.", fault);
        }
    }

    // Where each code point begins, and the end.
    private static int[] UnitsByCodePoint(string text)
    {
        var units = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length; i += i + 1 < text.Length && char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            units.Add(i);
        }

        units.Add(text.Length);
        return [.. units];
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            count += char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]) ? 0 : 1;
        }

        return count;
    }
}
