namespace Sinter.Data.Reading.Pdf;

/// <summary>Where the objects of a file lie (ISO 32000, 7.5.4 and 7.5.8).</summary>
internal sealed class PdfIndex
{
    private const int MaximumSections = 1024;
    private const int TailBytes = 2048;

    /// <summary>The place of each object: its offset, or the object stream that holds it (else -1).</summary>
    public Dictionary<int, (long Place, int Stream)> Entries { get; } = [];

    /// <summary>The object streams that a search found.</summary>
    public List<(int Number, PdfStream Stream)> ObjectStreams { get; } = [];

    /// <summary>The keys of all trailers; those of the newest count.</summary>
    public PdfDictionary Trailer { get; } = [];

    /// <summary>Reads the tables that the end of the file leads to; null where they cannot be read.</summary>
    public static PdfIndex? Read(PdfFile file, ReadOnlyMemory<byte> data)
    {
        var tail = Math.Max(0, data.Length - TailBytes);
        var mark = data.Span[tail..].LastIndexOf("startxref"u8);
        if (mark < 0)
        {
            return null;
        }

        var index = new PdfIndex();
        var todo = new Queue<long>([new PdfLexer(data, tail + mark + "startxref".Length).ReadInteger()]);
        var done = new HashSet<long>();
        while (todo.TryDequeue(out var offset))
        {
            if (!done.Add(offset))
            {
                continue;
            }

            if (done.Count > MaximumSections || offset < 0 || offset >= data.Length || index.ReadSection(file, data, offset) is not { } trailer)
            {
                return null;
            }

            foreach (var key in (ReadOnlySpan<string>)["XRefStm", "Prev"])
            {
                if (trailer.GetValueOrDefault(key) is double next)
                {
                    todo.Enqueue((long)next);
                }
            }
        }

        return index.Trailer.ContainsKey("Root") ? index : null;
    }

    /// <summary>Finds the objects by going through the file; of several with one number the last one counts.</summary>
    public static PdfIndex Search(PdfFile file, ReadOnlyMemory<byte> data)
    {
        var index = new PdfIndex();
        var span = data.Span;
        file.Spend(span.Length);
        for (var at = 0; span[at..].IndexOf("obj"u8) is var step and >= 0; at += 3)
        {
            at += step;
            if (StartOfObject(span, at) is var start and >= 0)
            {
                index.Entries[new PdfLexer(data, start).ReadInteger()] = (start, -1);
            }
        }

        for (var at = 0; span[at..].IndexOf("trailer"u8) is var step and >= 0; at += 7)
        {
            at += step;
            var lexer = new PdfLexer(data, at + 7);
            if (lexer.Read() is PdfDictionary trailer)
            {
                index.Merge(trailer);
            }

            file.Spend(lexer.Position - at);
        }

        foreach (var (number, entry) in index.Entries.ToList())
        {
            if (file.ReadObjectAt(entry.Place) is not { Value: { } value })
            {
                continue;
            }

            if (value is PdfStream { Dictionary: var dictionary } stream)
            {
                if (dictionary.GetValueOrDefault("Type") is PdfName { Value: "XRef" })
                {
                    index.Merge(dictionary);
                }
                else if (dictionary.GetValueOrDefault("Type") is PdfName { Value: "ObjStm" })
                {
                    index.ObjectStreams.Add((number, stream));
                }
            }
            else if (value is PdfDictionary catalogue && catalogue.GetValueOrDefault("Type") is PdfName { Value: "Catalog" })
            {
                index.Trailer.TryAdd("Root", new PdfReference(number));
            }
        }

        return index;
    }

    /// <summary>Where <c>12 0 obj</c> begins; -1 where the word is another one.</summary>
    private static int StartOfObject(ReadOnlySpan<byte> span, int word)
    {
        var i = word;
        for (var part = 0; part < 2; part++)
        {
            var end = i;
            while (i > 0 && span[i - 1] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' && end - i < 16)
            {
                i--;
            }

            if (part == 1 && i == end)
            {
                return -1;
            }

            end = i;
            while (i > 0 && char.IsAsciiDigit((char)span[i - 1]) && end - i < 10)
            {
                i--;
            }

            if (i == end)
            {
                return -1;
            }
        }

        return i;
    }

    private PdfDictionary? ReadSection(PdfFile file, ReadOnlyMemory<byte> data, long offset)
    {
        var lexer = new PdfLexer(data, (int)offset);
        if (!lexer.Skip("xref"u8))
        {
            return file.ReadObjectAt(offset) is { Value: PdfStream stream } ? ReadStream(file, stream) : null;
        }

        while (!lexer.Skip("trailer"u8))
        {
            var first = lexer.ReadInteger();
            var count = lexer.ReadInteger();
            if (first < 0 || count < 0)
            {
                return null;
            }

            for (var i = 0; i < count; i++)
            {
                var place = lexer.ReadInteger();
                if (place < 0 || lexer.ReadInteger() < 0)
                {
                    return null;
                }

                if (lexer.Skip("n"u8))
                {
                    Entries.TryAdd(first + i, (place, -1));
                }
                else if (!lexer.Skip("f"u8))
                {
                    return null;
                }
            }
        }

        file.Spend(lexer.Position - offset);
        if (lexer.Read() is not PdfDictionary trailer)
        {
            return null;
        }

        Merge(trailer);
        return trailer;
    }

    private PdfDictionary? ReadStream(PdfFile file, PdfStream stream)
    {
        var widths = (stream.Dictionary.GetValueOrDefault("W") as List<object?> ?? []).ConvertAll(width => width is double number ? (int)number : 0);
        if (widths.Count < 3 || widths.Exists(width => width is < 0 or > 8) || file.Unpack(stream) is not { } table)
        {
            return null;
        }

        var ranges = stream.Dictionary.GetValueOrDefault("Index") as List<object?> ?? [0.0, stream.Dictionary.GetValueOrDefault("Size")];
        var row = widths[0] + widths[1] + widths[2];
        var at = 0;
        for (var range = 0; range + 1 < ranges.Count && row > 0; range += 2)
        {
            var first = file.Integer(ranges[range], 0);
            var count = file.Integer(ranges[range + 1], 0);
            for (var i = 0; i < count && at + row <= table.Length; i++, at += row)
            {
                var kind = widths[0] == 0 ? 1 : Field(table, at, widths[0]);
                var place = Field(table, at + widths[0], widths[1]);
                if (kind == 1)
                {
                    Entries.TryAdd(first + i, (place, -1));
                }
                else if (kind == 2 && place is >= 0 and < int.MaxValue)
                {
                    Entries.TryAdd(first + i, (0, (int)place));
                }
            }
        }

        Merge(stream.Dictionary);
        return stream.Dictionary;
    }

    private static long Field(byte[] table, int at, int width)
    {
        long value = 0;
        for (var i = 0; i < width; i++)
        {
            value = (value << 8) | table[at + i];
        }

        return value;
    }

    private void Merge(PdfDictionary trailer)
    {
        foreach (var key in (ReadOnlySpan<string>)["Root", "Info", "Encrypt"])
        {
            if (trailer.TryGetValue(key, out var value))
            {
                Trailer.TryAdd(key, value);
            }
        }
    }
}
