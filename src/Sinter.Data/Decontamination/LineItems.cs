using Sinter.Data.Reading;
using Sinter.Data.Sources;

namespace Sinter.Data.Decontamination;

/// <summary>
/// Plain text: each line is an item, with tabs between its texts; where there are empty lines, each paragraph is one; and where every so many lines one holds nothing but a
/// number, as the label of the answer, each such group of lines is one.
/// </summary>
internal static class LineItems
{
    private const int LongestLine = 1 << 26;
    private const int LongestGroup = 12;

    // By the first lines the shape of a file is told.
    private const int ShapeLines = 64;

    public static IEnumerable<(long Number, IReadOnlyList<string> Texts)> Read(Stream content, string name, ICollection<BrokenInput> faults)
    {
        using var lines = Lines(content, name, faults).GetEnumerator();
        var start = new List<string>();
        while (start.Count < ShapeLines && lines.MoveNext())
        {
            start.Add(lines.Current);
        }

        var group = GroupLength(start);
        var paragraphs = group == 0 && start.Take(start.Count - 1).Skip(1).Any(string.IsNullOrWhiteSpace);
        var item = new List<string>();
        long number = 0;
        foreach (var line in start.Concat(Rest(lines)))
        {
            number++;
            var blank = string.IsNullOrWhiteSpace(line);
            if (blank && item.Count > 0 && group == 0)
            {
                yield return (number - item.Count, [.. item]);
                item.Clear();
            }

            if (!blank || group > 0)
            {
                item.AddRange(paragraphs || group > 0 ? [line] : line.Split('\t'));
            }

            if (item.Count > 0 && (group > 0 ? item.Count == group : !paragraphs))
            {
                yield return (group > 0 ? number - group + 1 : number, [.. item]);
                item.Clear();
            }
        }

        if (item.Count > 0)
        {
            yield return (number - item.Count + 1, item);
        }
    }

    private static IEnumerable<string> Rest(IEnumerator<string> lines)
    {
        while (lines.MoveNext())
        {
            yield return lines.Current;
        }
    }

    private static IEnumerable<string> Lines(Stream content, string name, ICollection<BrokenInput> faults)
    {
        var reader = new Utf8LineReader(content, name, LongestLine);
        while (TryRead(reader, name, faults, out var line))
        {
            yield return line;
        }
    }

    private static bool TryRead(Utf8LineReader reader, string name, ICollection<BrokenInput> faults, out string line)
    {
        line = "";
        try
        {
            var more = reader.TryRead(out var bytes);
            line = more ? TextContent.Decode(bytes.Span, out _) : "";
            return more;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            faults.Add(new BrokenInput(name, reader.LineNumber + 1, $"The rest of the file is passed over: {fault.Message}"));
            return false;
        }
    }

    /// <summary>How many lines an item has where lines with a number alone come in steady steps, the first of them in the first item; 0 where they do not.</summary>
    private static int GroupLength(List<string> start)
    {
        var numbers = Enumerable.Range(0, start.Count).Where(i => start[i].Length is > 0 and <= 3 && start[i].All(char.IsAsciiDigit)).ToList();
        if (numbers.Count < 3)
        {
            return 0;
        }

        var step = numbers[1] - numbers[0];
        return step is >= 2 and <= LongestGroup && numbers[0] < step && numbers.Select((line, i) => line == numbers[0] + (i * step)).All(static fits => fits) ? step : 0;
    }
}
