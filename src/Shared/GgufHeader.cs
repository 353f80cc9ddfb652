using System.Buffers.Binary;
using System.Text;

namespace Sinter;

/// <summary>
/// The keys and values at the beginning of a GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md), versions 2 and 3, little-endian: all that it says of
/// a model besides the numbers of its tensors. Every project that reads such files compiles this one source.
/// </summary>
internal sealed class GgufHeader
{
    private const int MostKeys = 1 << 14;
    private const int MostTensors = 1 << 20;
    private const int LongestKey = 1 << 16;

    /// <summary>How much of a file its header may take; the largest in common use has about 30 MB.</summary>
    private const long MostBytes = 256L << 20;

    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly string _file;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[sizeof(ulong)];
    private long _bytesLeft = MostBytes;

    private GgufHeader(string file, Stream stream) => (_file, _stream) = (file, stream);

    private enum ValueType : uint
    {
        UInt8 = 0,
        Int8 = 1,
        UInt16 = 2,
        Int16 = 3,
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Bool = 7,
        String = 8,
        Array = 9,
        UInt64 = 10,
        Int64 = 11,
        Float64 = 12,
    }

    /// <summary>How many tensors the file says it holds; their descriptions follow at <see cref="End"/>.</summary>
    public long TensorCount { get; private set; }

    /// <summary>The byte behind the last value.</summary>
    public long End { get; private set; }

    /// <summary>The keys.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no GGUF file, or is cut short or damaged.</exception>
    public static GgufHeader Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"There is no file '{file}'; check the path.", file);
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var header = new GgufHeader(file, stream);
        header.Read();
        return header;
    }

    /// <summary>The text of a key, or null where there is none.</summary>
    public string? Text(string key) => Find<string>(key, "a text");

    /// <summary>The truth value of a key, or null.</summary>
    public bool? Flag(string key) => _values.ContainsKey(key) ? Find<object>(key, "true or false") as bool? ?? throw Unexpected(key, "true or false") : null;

    /// <summary>The whole number of a key, of whatever width, or null.</summary>
    public long? Integer(string key) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        byte or sbyte or ushort or short or uint or int or long => Convert.ToInt64(_values[key], System.Globalization.CultureInfo.InvariantCulture),
        ulong value and <= long.MaxValue => (long)value,
        _ => throw Unexpected(key, "a whole number"),
    };

    /// <summary>The number of a key, of whatever type, or null.</summary>
    public double? Number(string key) => _values.GetValueOrDefault(key) switch
    {
        float value => value,
        double value => value,
        ulong value => value,
        _ => Integer(key),
    };

    /// <summary>The array of a key, or null. Its items are of the width that the file has; texts are strings.</summary>
    public T[]? Array<T>(string key) => Find<T[]>(key, "an array of another type");

    /// <summary>The whole numbers of an array of 32 bits, with a sign or without, or null.</summary>
    public int[]? Integers(string key) => _values.GetValueOrDefault(key) is uint[] numbers ? System.Array.ConvertAll(numbers, static number => (int)number) : Array<int>(key);

    /// <summary>Whether the value of a key is an array.</summary>
    public bool IsArray(string key) => _values.GetValueOrDefault(key) is System.Array;

    /// <summary>The error that says so of the file.</summary>
    public InvalidDataException Error(string what) => new($"'{_file}': {what}.");

    private T? Find<T>(string key, string expected)
        where T : class
        => !_values.TryGetValue(key, out var value) ? null : value as T ?? throw Unexpected(key, expected);

    private InvalidDataException Unexpected(string key, string expected) => Error($"{key} is of another type than expected ({expected}); the file is damaged or of another kind");

    private void Read()
    {
        if (!Take(sizeof(uint)).SequenceEqual("GGUF"u8))
        {
            throw Error("the file does not begin with GGUF; it is no GGUF file");
        }

        var version = UInt32();
        if (version is not (2 or 3))
        {
            throw Error($"the file is of GGUF version {version}; Sinter reads versions 2 and 3, little-endian");
        }

        TensorCount = Count(MostTensors, "tensors");
        var keys = Count(MostKeys, "keys");
        for (var i = 0; i < keys; i++)
        {
            var key = Text(LongestKey);
            if (!_values.TryAdd(key, Value((ValueType)UInt32())))
            {
                throw Error($"the key '{key}' stands there twice; the file is damaged");
            }
        }

        End = _stream.Position;
    }

    private object Value(ValueType type) => type switch
    {
        ValueType.UInt8 => Take(1)[0],
        ValueType.Int8 => (sbyte)Take(1)[0],
        ValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        ValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Take(2)),
        ValueType.UInt32 => UInt32(),
        ValueType.Int32 => (int)UInt32(),
        ValueType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(Take(4)),
        ValueType.Bool => Take(1)[0] != 0,
        ValueType.String => Text(MostBytes),
        ValueType.UInt64 => UInt64(),
        ValueType.Int64 => (long)UInt64(),
        ValueType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
        ValueType.Array => Items((ValueType)UInt32()),
        _ => throw Error($"the value before byte {_stream.Position} is of the unknown type {(uint)type}; the file is damaged"),
    };

    private object Items(ValueType type)
    {
        return type switch
        {
            ValueType.UInt8 => Of(1, static bytes => bytes[0]),
            ValueType.Int8 => Of(1, static bytes => (sbyte)bytes[0]),
            ValueType.UInt16 => Of(2, BinaryPrimitives.ReadUInt16LittleEndian),
            ValueType.Int16 => Of(2, BinaryPrimitives.ReadInt16LittleEndian),
            ValueType.UInt32 => Of(4, BinaryPrimitives.ReadUInt32LittleEndian),
            ValueType.Int32 => Of(4, BinaryPrimitives.ReadInt32LittleEndian),
            ValueType.Float32 => Of(4, BinaryPrimitives.ReadSingleLittleEndian),
            ValueType.Bool => Of(1, static bytes => bytes[0] != 0),
            ValueType.UInt64 => Of(8, BinaryPrimitives.ReadUInt64LittleEndian),
            ValueType.Int64 => Of(8, BinaryPrimitives.ReadInt64LittleEndian),
            ValueType.Float64 => Of(8, BinaryPrimitives.ReadDoubleLittleEndian),
            ValueType.String => Texts(),
            _ => throw Error($"the array before byte {_stream.Position} is of the type {(uint)type}, which arrays are not; the file is damaged"),
        };

        T[] Of<T>(int size, Func<ReadOnlySpan<byte>, T> read)
        {
            var items = new T[Count(_bytesLeft / size, "items in an array")];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = read(Take(size));
            }

            return items;
        }
    }

    private string[] Texts()
    {
        var texts = new string[Count(_bytesLeft / sizeof(ulong), "texts in an array")];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text(MostBytes);
        }

        return texts;
    }

    /// <summary>A text; what is not UTF-8 in it becomes U+FFFD.</summary>
    private string Text(long longest)
    {
        var bytes = new byte[Count(longest, "bytes in a text")];
        Fill(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A number of things of which there are at most so many, and no more than the rest of the file has bytes.</summary>
    private int Count(long most, string things)
    {
        var count = UInt64();
        return count <= (ulong)most && (things == "tensors" || count <= (ulong)(_stream.Length - _stream.Position))
            ? (int)count
            : throw Error($"the file speaks of {count} {things} before byte {_stream.Position}, more than it can hold; it is cut short or damaged");
    }

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    private ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    private ReadOnlySpan<byte> Take(int count)
    {
        Fill(_buffer.AsSpan(0, count));
        return _buffer.AsSpan(0, count);
    }

    private void Fill(Span<byte> bytes)
    {
        _bytesLeft -= bytes.Length;
        if (_bytesLeft < 0 || _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Error(_bytesLeft < 0 ? $"its keys and values take more than {MostBytes >> 20} MiB; no real file's do" : "the file ends within its keys and values; it is cut short");
        }
    }
}
