namespace Sinter.Data.Parquet;

/// <summary>Reads the pages of one column chunk in order, as they lie in the file: headers are read, bodies only taken.</summary>
internal sealed class PageStream
{
    private const int WindowBytes = 1 << 14;
    private const int UsualHeaderBytes = 1 << 9;

    // Statistics in a header may hold long texts.
    private const int MaximumHeaderBytes = 16 << 20;

    private readonly Stream _stream;
    private readonly ParquetField _field;
    private readonly ParquetColumnChunk _chunk;
    private readonly long _end;
    private byte[] _window = [];
    private long _windowStart;
    private long _position;
    private Lazy<ColumnValues>? _dictionary;

    public PageStream(Stream stream, ParquetField field, ParquetColumnChunk chunk)
    {
        _stream = stream;
        _field = field;
        _chunk = chunk;
        _position = chunk.Start;
        _end = chunk.Start + chunk.CompressedBytes;
    }

    /// <summary>How many values the pages so far have.</summary>
    public long Values { get; private set; }

    /// <summary>The next page of data that has values; null where all values of the chunk were given.</summary>
    public Page? Next()
    {
        while (Values < _chunk.Values)
        {
            var header = ReadHeader();
            var body = Take(header.CompressedBytes);
            switch (header.Kind)
            {
                case PageKind.Dictionary when _dictionary is null && Values == 0:
                    _dictionary = new Lazy<ColumnValues>(() => PageReader.DecodeDictionary(_field, _chunk.Codec, header, body));
                    break;
                case PageKind.Data or PageKind.DataV2:
                    Values += header.Content.Values;
                    if (Values > _chunk.Values)
                    {
                        throw new InvalidDataException($"The pages of the column '{_field.Path}' hold more than its {_chunk.Values} values.");
                    }

                    if (header.Content.Values > 0)
                    {
                        var dictionary = _dictionary;
                        return new Page(header.Content.Values, header.UncompressedBytes, () => PageReader.DecodeData(_field, _chunk.Codec, header, body, dictionary?.Value));
                    }

                    break;
                case PageKind.Index:
                    break;
                default:
                    throw new InvalidDataException($"The column '{_field.Path}' has a second dictionary, or one behind its data.");
            }
        }

        return null;
    }

    private PageHeader ReadHeader()
    {
        for (var size = UsualHeaderBytes; ; size *= 32)
        {
            var bytes = Peek(size);
            var reader = new ThriftReader(bytes);
            try
            {
                var header = PageHeader.Read(ref reader);
                _position += reader.Position;
                return header;
            }
            catch (InvalidDataException) when (reader.Overran && bytes.Length == size && size < MaximumHeaderBytes)
            {
                // The header is longer than what was looked at: look at more.
            }
        }
    }

    /// <summary>What lies ahead: as many bytes as wanted, fewer at the end of the chunk.</summary>
    private ReadOnlySpan<byte> Peek(int size)
    {
        size = (int)Math.Min(size, _end - _position);
        var offset = _position - _windowStart;
        if (offset + size > _window.Length)
        {
            _window = new byte[(int)Math.Min(Math.Max(size, WindowBytes), _end - _position)];
            _windowStart = _position;
            offset = 0;
            _stream.Position = _position;
            _stream.ReadExactly(_window);
        }

        return _window.AsSpan((int)offset, size);
    }

    private byte[] Take(int size)
    {
        if (size > _end - _position)
        {
            throw new InvalidDataException($"A page of the column '{_field.Path}' is said to have {size} bytes where {_end - _position} are left.");
        }

        var body = GC.AllocateUninitializedArray<byte>(size);
        var have = (int)Math.Clamp(_windowStart + _window.Length - _position, 0, size);
        _window.AsSpan((int)(_position - _windowStart), have).CopyTo(body);
        if (have < size)
        {
            _stream.Position = _position + have;
            _stream.ReadExactly(body.AsSpan(have));
        }

        _position += size;
        return body;
    }
}
