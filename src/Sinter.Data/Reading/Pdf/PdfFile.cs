namespace Sinter.Data.Reading.Pdf;

/// <summary>
/// The objects of a PDF file by their numbers. It reads cross-reference tables and streams; where they are broken, it finds the objects by going through the file.
/// Work and unpacked bytes are bounded in proportion to a limit, so that hostile files end.
/// </summary>
internal sealed class PdfFile
{
    private const int MaximumReferences = 64;
    private const int WorkPerByte = 16;

    private readonly ReadOnlyMemory<byte> _data;
    private readonly int _limit;
    private readonly Dictionary<int, object?> _objects = [];
    private readonly Dictionary<int, PdfLexer?> _objectStreams = [];
    private readonly HashSet<int> _loading = [];
    private PdfIndex _index;
    private long _work;
    private long _unpacked;
    private bool _rebuilt;

    private PdfFile(ReadOnlyMemory<byte> data, int limit)
    {
        _data = data;
        _limit = limit;
        _work = (WorkPerByte * (long)data.Length) + (1 << 24);
        _unpacked = 4L * limit;
        _index = new PdfIndex();
    }

    /// <summary>What the file says of itself: <c>Root</c>, <c>Info</c>, <c>Encrypt</c>.</summary>
    public PdfDictionary Trailer => _index.Trailer;

    /// <summary>Opens a file; throws <see cref="InvalidDataException"/> where it has no pages to find.</summary>
    public static PdfFile Open(ReadOnlyMemory<byte> data, int limit)
    {
        var file = new PdfFile(data, limit);
        file._index = PdfIndex.Read(file, data) ?? file.Rebuild();
        if (file.Dictionary(file.Trailer.GetValueOrDefault("Root")) is not { } root || file.Dictionary(root.GetValueOrDefault("Pages")) is null)
        {
            file._index = file.Rebuild();
        }

        return file;
    }

    /// <summary>The object that a reference stands for, or the object itself; null where it is missing.</summary>
    public object? Resolve(object? value)
    {
        for (var steps = 0; value is PdfReference reference; steps++)
        {
            if (steps == MaximumReferences)
            {
                return null;
            }

            value = Load(reference.Number);
        }

        return value;
    }

    /// <summary>The dictionary that a value is or stands for, also that of a stream; null where it is none.</summary>
    public PdfDictionary? Dictionary(object? value) => Resolve(value) switch { PdfDictionary dictionary => dictionary, PdfStream stream => stream.Dictionary, _ => null };

    /// <summary>The list that a value is or stands for; empty where it is none.</summary>
    public List<object?> List(object? value) => Resolve(value) as List<object?> ?? [];

    /// <summary>The name that a value is or stands for; empty where it is none.</summary>
    public string Name(object? value) => Resolve(value) is PdfName name ? name.Value : "";

    /// <summary>The number that a value is or stands for.</summary>
    public double Number(object? value, double otherwise) => Resolve(value) is double number && double.IsFinite(number) ? number : otherwise;

    /// <summary>The whole number that a value is or stands for.</summary>
    public int Integer(object? value, int otherwise) => Resolve(value) is double number && Math.Abs(number) < int.MaxValue ? (int)number : otherwise;

    /// <summary>The data of a stream without its filters; null where one of them is not known, as those of pictures.</summary>
    public byte[]? Unpack(PdfStream stream)
    {
        var filters = Resolve(stream.Dictionary.GetValueOrDefault("Filter") ?? stream.Dictionary.GetValueOrDefault("F"));
        var settings = Resolve(stream.Dictionary.GetValueOrDefault("DecodeParms") ?? stream.Dictionary.GetValueOrDefault("DP"));
        List<object?> names = filters as List<object?> ?? (filters is null ? [] : [filters]);
        List<object?> parameters = settings as List<object?> ?? [settings];
        Spend(stream.Data.Length);
        var data = stream.Data.ToArray();
        for (var i = 0; i < names.Count && i < 8; i++)
        {
            var options = Dictionary(i < parameters.Count ? parameters[i] : null) ?? [];
            var unpacked = Name(names[i]) switch
            {
                "FlateDecode" or "Fl" => Unpredict(PdfFilters.Flate(data, _limit), options),
                "LZWDecode" or "LZW" => Unpredict(PdfFilters.Lzw(data, Integer(options.GetValueOrDefault("EarlyChange"), 1) != 0, _limit), options),
                "ASCIIHexDecode" or "AHx" => PdfFilters.AsciiHex(data),
                "ASCII85Decode" or "A85" => PdfFilters.Ascii85(data),
                "RunLengthDecode" or "RL" => PdfFilters.RunLength(data, _limit),
                _ => null,
            };
            if (unpacked is null)
            {
                return null;
            }

            data = unpacked;
            _unpacked -= data.Length;
            if (_unpacked < 0)
            {
                throw new InvalidDataException($"its streams are longer than {4L * _limit} bytes unpacked, the limit");
            }
        }

        return data;
    }

    /// <summary>Reads an object with its number at a place; null where there is none.</summary>
    public (int Number, object? Value)? ReadObjectAt(long offset)
    {
        if (offset < 0 || offset >= _data.Length)
        {
            return null;
        }

        var lexer = new PdfLexer(_data, (int)offset);
        var number = lexer.ReadInteger();
        if (number < 0 || lexer.ReadInteger() < 0 || !lexer.Skip("obj"u8))
        {
            return null;
        }

        var value = lexer.Read();
        Spend(lexer.Position - (int)offset);
        return (number, value is PdfDictionary dictionary && lexer.Skip("stream"u8) ? ReadStream(dictionary, lexer.Position) : value);
    }

    /// <summary>Counts work, so that what is read again and again comes to an end.</summary>
    public void Spend(long bytes)
    {
        _work -= bytes + 1;
        if (_work < 0)
        {
            throw new InvalidDataException("it refers to the same parts again and again");
        }
    }

    private byte[] Unpredict(byte[] data, PdfDictionary options) => PdfFilters.Unpredict(
        data,
        Integer(options.GetValueOrDefault("Predictor"), 1),
        Integer(options.GetValueOrDefault("Colors"), 1),
        Integer(options.GetValueOrDefault("BitsPerComponent"), 8),
        Integer(options.GetValueOrDefault("Columns"), 1));

    private PdfStream ReadStream(PdfDictionary dictionary, int start)
    {
        var span = _data.Span;
        start += start < span.Length && span[start] == '\r' ? 1 : 0;
        start += start < span.Length && span[start] == '\n' ? 1 : 0;
        var length = Integer(dictionary.GetValueOrDefault("Length"), -1);
        if (length >= 0 && start + (long)length <= span.Length && new PdfLexer(_data, start + length).Skip("endstream"u8))
        {
            return new PdfStream(dictionary, _data.Slice(start, length));
        }

        var end = span[start..].IndexOf("endstream"u8);
        length = end < 0 ? span.Length - start : end;
        Spend(length);
        return new PdfStream(dictionary, _data.Slice(start, length));
    }

    private object? Load(int number)
    {
        if (_objects.TryGetValue(number, out var known))
        {
            return known;
        }

        if (!_index.Entries.TryGetValue(number, out var entry) || !_loading.Add(number))
        {
            return null;
        }

        try
        {
            var value = entry.Stream < 0 ? LoadDirect(number, entry.Place) : LoadPacked(number, entry.Stream);
            _objects[number] = value;
            return value;
        }
        finally
        {
            _loading.Remove(number);
        }
    }

    private object? LoadDirect(int number, long place)
    {
        if (ReadObjectAt(place) is { } found && found.Number == number)
        {
            return found.Value;
        }

        if (_rebuilt)
        {
            return null;
        }

        // The table leads astray: so it is not to be trusted for others either.
        _index = Rebuild();
        return _index.Entries.TryGetValue(number, out var entry) ? (entry.Stream < 0 ? ReadObjectAt(entry.Place)?.Value : LoadPacked(number, entry.Stream)) : null;
    }

    private object? LoadPacked(int number, int container)
    {
        if (!_objectStreams.TryGetValue(container, out var lexer))
        {
            lexer = Load(container) is PdfStream stream && Unpack(stream) is { } data ? ReadPacked(stream, data) : null;
            _objectStreams[container] = lexer;
        }

        return _objects.GetValueOrDefault(number);
    }

    /// <summary>Reads all objects of an object stream at once (7.5.7); those of the file itself stay.</summary>
    private PdfLexer ReadPacked(PdfStream stream, byte[] data)
    {
        var header = new PdfLexer(data);
        var first = Integer(stream.Dictionary.GetValueOrDefault("First"), 0);
        var count = Integer(stream.Dictionary.GetValueOrDefault("N"), 0);
        for (var i = 0; i < count && !header.AtEnd; i++)
        {
            var number = header.ReadInteger();
            var offset = header.ReadInteger();
            if (number < 0 || offset < 0 || first + (long)offset >= data.Length)
            {
                break;
            }

            var lexer = new PdfLexer(data, first + offset);
            var value = lexer.Read();
            Spend(lexer.Position - first - offset);
            _objects.TryAdd(number, value);
        }

        return header;
    }

    private PdfIndex Rebuild()
    {
        _rebuilt = true;
        _objects.Clear();
        _objectStreams.Clear();
        var index = PdfIndex.Search(this, _data);
        foreach (var (number, stream) in index.ObjectStreams)
        {
            if (Unpack(stream) is { } data)
            {
                ReadPacked(stream, data);
                _objectStreams[number] = null;
            }
        }

        foreach (var (number, value) in _objects)
        {
            if (value is PdfDictionary catalogue && catalogue.GetValueOrDefault("Type") is PdfName { Value: "Catalog" })
            {
                index.Trailer.TryAdd("Root", new PdfReference(number));
            }
        }

        return index;
    }
}
