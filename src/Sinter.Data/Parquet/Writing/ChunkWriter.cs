using System.IO.Compression;
using System.Numerics;
using Sinter.Data.Compression;

namespace Sinter.Data.Parquet;

/// <summary>Writes the rows that wait in one column as a chunk: a dictionary where it pays, then pages that end where rows do.</summary>
internal sealed class ChunkWriter(Stream stream, long start, ColumnBuffer column, ParquetWriterOptions options)
{
    private readonly ParquetField _leaf = column.Leaf;
    private readonly List<WrittenPage> _pages = [];
    private readonly ByteBuffer _page = new();
    private readonly ByteBuffer _levels = new();
    private int[] _integers = [];
    private long _position = start;
    private long _dictionaryOffset;
    private long _compressed;
    private long _uncompressed;
    private (int Least, int Greatest)? _range;
    private bool _rising = true;
    private bool _falling = true;
    private (int Least, int Greatest)? _lastRange;

    /// <summary>Writes the chunk.</summary>
    public WrittenChunk Write()
    {
        var dictionary = ValueDictionary.TryMake(column, options.DictionaryBytes);
        if (dictionary is not null)
        {
            WriteDictionary(dictionary);
        }

        var firstValue = 0;
        for (var row = 0; row < column.Rows;)
        {
            var end = PageEnd(row, firstValue, out var endValue);
            WriteData(row, end, firstValue, endValue, dictionary);
            (row, firstValue) = (end, endValue);
        }

        return new WrittenChunk
        {
            Leaf = _leaf,
            Codec = options.Codec,
            Slots = column.Slots,
            Nulls = column.Slots - column.Count,
            UncompressedBytes = _uncompressed,
            CompressedBytes = _compressed,
            DictionaryOffset = dictionary is null ? null : _dictionaryOffset,
            Range = _range is { } range ? ValueRange.Of(column, range.Least, range.Greatest) : null,
            Pages = _pages,
            BoundaryOrder = _rising ? 1 : _falling ? 2 : 0,
        };
    }

    /// <summary>The row behind the last one of the page that begins at a row, and the value there.</summary>
    private int PageEnd(int row, int firstValue, out int endValue)
    {
        endValue = firstValue;
        var end = row;
        while (end < column.Rows && end - row < options.PageRows && (end == row || column.PlainBytes(firstValue, endValue) < options.PageBytes))
        {
            endValue += ValuesBetween(column.RowStart(end), column.RowStart(end + 1));
            end++;
        }

        return end;
    }

    private int ValuesBetween(int slot, int end) =>
        _leaf.MaximumDefinition == 0 ? end - slot : column.Definition[slot..end].Count((byte)_leaf.MaximumDefinition);

    private void WriteDictionary(ValueDictionary dictionary)
    {
        _page.Clear();
        foreach (var first in dictionary.Firsts)
        {
            column.WritePlain(first, first + 1, _page);
        }

        var header = new ThriftWriter();
        var body = Compress(_page.Memory);
        BeginHeader(header, PageKind.Dictionary, _page.Count, [], body.Span);
        header.BeginStruct(7);
        header.Int32(1, dictionary.Firsts.Count);
        header.Int32(2, (int)ParquetEncoding.Plain);
        header.EndStruct();
        header.EndStruct();
        _dictionaryOffset = _position;
        Put(header, [], body.Span, _page.Count);
    }

    private void WriteData(int row, int endRow, int firstValue, int endValue, ValueDictionary? dictionary)
    {
        var (slot, endSlot) = (column.RowStart(row), column.RowStart(endRow));
        var second = options.PageVersion == 2;
        _levels.Clear();
        if (_leaf.MaximumRepetition > 0)
        {
            WriteLevels(column.Repetition[slot..endSlot], _leaf.MaximumRepetition, !second);
        }

        var repetitionBytes = _levels.Count;
        if (_leaf.MaximumDefinition > 0)
        {
            WriteLevels(column.Definition[slot..endSlot], _leaf.MaximumDefinition, !second);
        }

        _page.Clear();
        if (!second)
        {
            _page.Add(_levels.Written);
        }

        WriteValues(firstValue, endValue, dictionary);
        var body = Compress(_page.Memory);
        var levels = second ? _levels.Written : [];
        var nulls = endSlot - slot - (endValue - firstValue);
        var header = new ThriftWriter();
        BeginHeader(header, second ? PageKind.DataV2 : PageKind.Data, levels.Length + _page.Count, levels, body.Span);
        var encoding = (int)(dictionary is null ? ParquetEncoding.Plain : ParquetEncoding.RleDictionary);
        if (second)
        {
            header.BeginStruct(8);
            header.Int32(1, endSlot - slot);
            header.Int32(2, nulls);
            header.Int32(3, endRow - row);
            header.Int32(4, encoding);
            header.Int32(5, _levels.Count - repetitionBytes);
            header.Int32(6, repetitionBytes);
            header.Boolean(7, options.Codec != ParquetCodec.None);
        }
        else
        {
            header.BeginStruct(5);
            header.Int32(1, endSlot - slot);
            header.Int32(2, encoding);
            header.Int32(3, (int)ParquetEncoding.Rle);
            header.Int32(4, (int)ParquetEncoding.Rle);
        }

        header.EndStruct();
        header.EndStruct();
        var offset = _position;
        Put(header, levels, body.Span, levels.Length + _page.Count);
        _pages.Add(new WrittenPage(offset, (int)(_position - offset), row, nulls, endValue > firstValue, Measure(firstValue, endValue)));
    }

    private void WriteLevels(ReadOnlySpan<byte> levels, int maximum, bool withLength)
    {
        var before = _levels.Count;
        if (withLength)
        {
            _levels.AddInt32(0);
        }

        var integers = Integers(levels.Length);
        for (var i = 0; i < integers.Length; i++)
        {
            integers[i] = levels[i];
        }

        RleHybrid.Encode(integers, BitOperations.Log2((uint)maximum) + 1, _levels);
        if (withLength)
        {
            _levels.SetInt32(before, _levels.Count - before - 4);
        }
    }

    private void WriteValues(int start, int end, ValueDictionary? dictionary)
    {
        if (dictionary is null)
        {
            column.WritePlain(start, end, _page);
        }
        else
        {
            _page.Add((byte)dictionary.Width);
            RleHybrid.Encode(dictionary.Indices.AsSpan(start, end - start), dictionary.Width, _page);
        }
    }

    /// <summary>Finds the range of a page, and widens that of the chunk.</summary>
    private ValueRange? Measure(int start, int end)
    {
        (int Least, int Greatest)? found = null;
        for (var i = start; i < end; i++)
        {
            if (column.IsOrdered(i))
            {
                found = Widen(found, (i, i));
            }
        }

        if (found is not { } page)
        {
            return null;
        }

        if (_lastRange is { } last)
        {
            _rising &= column.Compare(last.Least, page.Least) <= 0 && column.Compare(last.Greatest, page.Greatest) <= 0;
            _falling &= column.Compare(last.Least, page.Least) >= 0 && column.Compare(last.Greatest, page.Greatest) >= 0;
        }

        _lastRange = page;
        _range = Widen(_range, page);
        return ValueRange.Of(column, page.Least, page.Greatest);
    }

    private (int Least, int Greatest) Widen((int Least, int Greatest)? range, (int Least, int Greatest) by) => range is not { } known
        ? by
        : (column.Compare(by.Least, known.Least) < 0 ? by.Least : known.Least, column.Compare(by.Greatest, known.Greatest) > 0 ? by.Greatest : known.Greatest);

    private ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> content)
    {
        switch (options.Codec)
        {
            case ParquetCodec.Zstd:
                return Zstd.Compress(content.Span);
            case ParquetCodec.Snappy:
                return Snappy.Compress(content.Span);
            case ParquetCodec.Gzip:
                using (var compressed = new MemoryStream())
                {
                    using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
                    {
                        gzip.Write(content.Span);
                    }

                    return compressed.ToArray();
                }

            default:
                return content;
        }
    }

    private static void BeginHeader(ThriftWriter header, PageKind kind, int uncompressed, ReadOnlySpan<byte> levels, ReadOnlySpan<byte> body)
    {
        header.BeginElement();
        header.Int32(1, (int)kind);
        header.Int32(2, uncompressed);
        header.Int32(3, levels.Length + body.Length);
        header.Int32(4, (int)Crc32.Extend(Crc32.Of(levels), body));
    }

    private void Put(ThriftWriter header, ReadOnlySpan<byte> levels, ReadOnlySpan<byte> body, int uncompressed)
    {
        stream.Write(header.Written);
        stream.Write(levels);
        stream.Write(body);
        var size = header.Written.Length + levels.Length + body.Length;
        _position += size;
        _compressed += size;
        _uncompressed += header.Written.Length + uncompressed;
    }

    private Span<int> Integers(int count)
    {
        if (_integers.Length < count)
        {
            _integers = new int[count];
        }

        return _integers.AsSpan(0, count);
    }
}
