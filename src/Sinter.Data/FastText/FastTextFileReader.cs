using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sinter.Data.FastText;

/// <summary>
/// Reads the file format of fastText, versions 11 and 12: settings, words and labels, pruned buckets, the input matrix and the output matrix. Every size is held against the
/// bytes that are left before anything of that size is allocated.
/// </summary>
internal sealed class FastTextFileReader
{
    /// <summary>The first four bytes.</summary>
    public const int Magic = 793712314;

    /// <summary>The version that is written, and the last that is read.</summary>
    public const int Version = 12;

    private const int MaximumDimension = 1 << 16;
    private const int MaximumNgram = 255;
    private const int MaximumPrunedBuckets = 1 << 27;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly byte[] _number = new byte[8];
    private readonly long _length;
    private long _left;

    private FastTextFileReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
        _length = _left = stream.Length - stream.Position;
    }

    /// <summary>Reads a model from a stream that can seek.</summary>
    public static FastTextContent Read(Stream stream, string name)
    {
        // Words are read byte by byte: a buffer makes that cheap for any kind of stream. To dispose of it would close the stream, which is not ours.
        return new FastTextFileReader(new BufferedStream(stream, 1 << 16), name).Read();
    }

    private FastTextContent Read()
    {
        if (_left < 8 || ReadInt() != Magic)
        {
            throw new InvalidDataException($"{_name}: this is not a fastText model: it does not begin with the number {Magic}. A .bin or .ftz file of fastText is expected.");
        }

        var version = ReadInt();
        Require(version is 11 or Version, $"has version {version}; 11 and {Version} can be read");
        var settings = ReadSettings(version);
        var (vocabulary, pruned) = ReadVocabulary(settings);
        var isQuantized = ReadFlag();
        Require(isQuantized || pruned is null, "leaves out n-grams without being quantized: fastText wrote such files before version 0.1.0 only");
        var input = ReadMatrix(isQuantized, "input");
        Require(input.Columns == settings.Dimension, $"has an input matrix with {input.Columns} columns, and vectors of {settings.Dimension}");
        var ngrams = pruned is null ? NgramRows.All(UsesNgrams(settings) ? settings.Buckets : 0) : NgramRows.Of(settings.Buckets, [.. pruned.Keys]);
        Require(vocabulary.Words + (long)ngrams.Rows <= input.Rows, $"has {input.Rows} rows for {vocabulary.Words} words and {ngrams.Rows} n-grams");
        if (pruned is not null)
        {
            input = SortRows((QuantizedMatrix)input, vocabulary.Words, pruned);
        }

        var output = ReadMatrix(ReadFlag() && isQuantized, "output");
        Require(output.Columns == settings.Dimension, $"has an output matrix with {output.Columns} columns, and vectors of {settings.Dimension}");
        var outputs = settings.Model == FastTextSettings.Supervised ? vocabulary.Labels : 0;
        Require(outputs > 0 || settings.Model != FastTextSettings.Supervised, "was trained with labels and has none");
        Require(output.Rows >= outputs, $"has {output.Rows} rows for {outputs} labels");
        Require(_left == 0, $"has {_left} more bytes behind the model");
        return new FastTextContent(settings, vocabulary, ngrams, input, output);
    }

    private FastTextSettings ReadSettings(int version)
    {
        var settings = new FastTextSettings
        {
            Dimension = ReadInt(),
            Window = ReadInt(),
            Epochs = ReadInt(),
            MinimumCount = ReadInt(),
            Negatives = ReadInt(),
            WordNgrams = ReadInt(),
            Loss = (FastTextLoss)ReadInt(),
            Model = ReadInt(),
            Buckets = ReadInt(),
            MinimumNgram = ReadInt(),
            MaximumNgram = ReadInt(),
            LearningRateUpdateRate = ReadInt(),
            SamplingThreshold = BitConverter.Int64BitsToDouble(ReadLong()),
        };

        Require(settings.Dimension is > 0 and <= MaximumDimension, $"has vectors of {settings.Dimension}; 1 to {MaximumDimension} are expected");
        Require(Enum.IsDefined(settings.Loss), $"names loss {(int)settings.Loss}; 1 to 4 are expected");
        Require(settings.Model is >= 1 and <= FastTextSettings.Supervised, $"names model {settings.Model}; 1 to 3 are expected");
        Require(settings.Buckets >= 0, $"has {settings.Buckets} buckets");
        Require(settings.MaximumNgram <= MaximumNgram, $"has n-grams of {settings.MaximumNgram} characters; at most {MaximumNgram} are expected");
        Require(settings.WordNgrams <= MaximumNgram, $"has n-grams of {settings.WordNgrams} words; at most {MaximumNgram} are expected");

        // Models with labels had no n-grams of characters before version 12.
        return version < Version && settings.Model == FastTextSettings.Supervised ? settings with { MaximumNgram = 0 } : settings;
    }

    private (FastTextVocabulary Vocabulary, SortedDictionary<int, int>? Pruned) ReadVocabulary(FastTextSettings settings)
    {
        const int LeastEntryBytes = 1 + sizeof(long) + 1;
        var (size, words, labels) = (ReadInt(), ReadInt(), ReadInt());
        var (tokens, prunedCount) = (ReadLong(), ReadLong());
        Require(words >= 0 && labels >= 0 && size == (long)words + labels, $"has {size} entries, {words} words and {labels} labels");
        Require(size <= _left / LeastEntryBytes, $"claims {size} words and labels in {_left} bytes");

        var starts = new int[size + 1];
        var counts = new long[size];
        var text = new List<byte>();
        for (var entry = 0; entry < size; entry++)
        {
            for (byte value; (value = ReadByte()) != 0;)
            {
                text.Add(value);
            }

            starts[entry + 1] = text.Count;
            counts[entry] = ReadLong();
            if (counts[entry] is < 0 or > LabelTree.MaximumCount)
            {
                throw Fault($"counts word {entry + 1} {counts[entry]} times");
            }

            if (ReadFlag() != (entry >= words))
            {
                throw Fault($"has a {(entry >= words ? "word" : "label")} as entry {entry + 1}; words come first, then labels");
            }
        }

        return (new FastTextVocabulary([.. text], starts, counts, words, tokens), ReadPruned(prunedCount, settings.Buckets));
    }

    /// <summary>The row of each bucket that is left; null where none was left out.</summary>
    private SortedDictionary<int, int>? ReadPruned(long count, int buckets)
    {
        if (count < 0)
        {
            return null;
        }

        Require(count <= _left / (2 * sizeof(int)), $"claims {count} n-grams in {_left} bytes");
        Require(buckets <= MaximumPrunedBuckets, $"has {buckets} buckets; at most {MaximumPrunedBuckets} are expected where some are left out");
        var pruned = new SortedDictionary<int, int>();
        for (var at = 0L; at < count; at++)
        {
            var (bucket, row) = (ReadInt(), ReadInt());
            if (bucket < 0 || bucket >= buckets || row < 0 || row >= count || !pruned.TryAdd(bucket, row))
            {
                throw Fault($"gives bucket {bucket} of {buckets} the row {row} of {count}, where each is expected once and within");
            }
        }

        return pruned;
    }

    private FastTextMatrix ReadMatrix(bool isQuantized, string which)
    {
        var normsApart = isQuantized && ReadFlag();
        var (rows, columns) = (ReadLong(), ReadLong());
        Require(rows is >= 0 and <= int.MaxValue && columns is > 0 and <= MaximumDimension, $"has an {which} matrix of {rows} x {columns}");
        if (!isQuantized)
        {
            var count = rows * columns;
            Require(count <= _left / sizeof(float) && count <= Array.MaxLength, $"claims an {which} matrix of {rows} x {columns} floats in {_left} bytes");
            return new DenseMatrix((int)rows, (int)columns, ReadFloats((int)count));
        }

        var codes = ReadInt();
        Require(codes >= 0 && codes <= _left, $"claims {codes} codes in {_left} bytes");
        var rowCodes = ReadBytes(codes);
        var quantizer = ReadQuantizer((int)columns);
        Require(codes == rows * quantizer.Parts, $"has {codes} codes for {rows} rows of {quantizer.Parts}");
        if (!normsApart)
        {
            return new QuantizedMatrix((int)rows, quantizer, rowCodes, null, []);
        }

        Require(rows <= _left, $"claims {rows} lengths in {_left} bytes");
        var normCodes = ReadBytes((int)rows);
        return new QuantizedMatrix((int)rows, quantizer, rowCodes, ReadQuantizer(1), normCodes);
    }

    private ProductQuantizer ReadQuantizer(int dimension)
    {
        var (width, parts, partWidth, lastWidth) = (ReadInt(), ReadInt(), ReadInt(), ReadInt());
        Require(width == dimension && partWidth > 0, $"has a quantizer of {width} columns in parts of {partWidth}; {dimension} columns are expected");
        var centroids = (long)dimension * ProductQuantizer.CentroidsPerPart;
        Require(centroids <= _left / sizeof(float), $"claims {centroids} numbers of centroids in {_left} bytes");
        var quantizer = new ProductQuantizer(dimension, partWidth, ReadFloats((int)centroids));
        Require(parts == quantizer.Parts && lastWidth == quantizer.LastPartWidth, $"cuts {dimension} columns into {parts} parts of {partWidth}, the last of {lastWidth}");
        return quantizer;
    }

    /// <summary>Puts the rows of n-grams into the order of their buckets, as <see cref="NgramRows"/> has them.</summary>
    private static QuantizedMatrix SortRows(QuantizedMatrix input, int words, SortedDictionary<int, int> pruned)
    {
        var rows = new int[words + pruned.Count];
        for (var word = 0; word < words; word++)
        {
            rows[word] = word;
        }

        var at = words;
        foreach (var row in pruned.Values)
        {
            rows[at++] = words + row;
        }

        return input.Select(rows);
    }

    private bool UsesNgrams(FastTextSettings settings)
    {
        var uses = settings.MaximumNgram > 0 || settings.WordNgrams > 1;
        Require(!uses || settings.Buckets > 0, "has n-grams and no buckets for them");
        return uses;
    }

    private bool ReadFlag()
    {
        var value = ReadByte();
        return value <= 1 ? value == 1 : throw Fault($"has the byte {value} where 0 or 1 is expected");
    }

    private byte ReadByte()
    {
        Take(1);
        var value = _stream.ReadByte();
        return value >= 0 ? (byte)value : throw Fault("ends too early");
    }

    private int ReadInt() => BinaryPrimitives.ReadInt32LittleEndian(ReadNumber(sizeof(int)));

    private long ReadLong() => BinaryPrimitives.ReadInt64LittleEndian(ReadNumber(sizeof(long)));

    private ReadOnlySpan<byte> ReadNumber(int bytes)
    {
        Take(bytes);
        _stream.ReadExactly(_number, 0, bytes);
        return _number.AsSpan(0, bytes);
    }

    private byte[] ReadBytes(int count)
    {
        Take(count);
        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    private float[] ReadFloats(int count)
    {
        const int Part = 1 << 20; // The bytes of all could be more than a span can hold.
        Take((long)count * sizeof(float));
        var values = new float[count];
        for (var at = 0; at < count; at += Part)
        {
            _stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(count - at, Part))));
        }

        if (!BitConverter.IsLittleEndian)
        {
            var bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        return values;
    }

    private void Take(long bytes)
    {
        if (_left < bytes)
        {
            throw Fault("ends too early");
        }

        _left -= bytes;
    }

    private void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw Fault(fault);
        }
    }

    private InvalidDataException Fault(string fault) => new($"{_name}: the fastText model {fault} (near byte {_length - _left}). The file is damaged or of another program.");
}
