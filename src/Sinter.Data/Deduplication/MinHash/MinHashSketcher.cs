using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>Makes the sketch of a document: a hash of 64 bits a band, over the least values of its rows; nothing for a text without words.</summary>
/// <param name="options">The settings.</param>
/// <typeparam name="T">The number that the values are.</typeparam>
internal sealed class MinHashSketcher<T>(MinHashOptions options) : IDocumentSketcher
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly ShingleReader _reader = new(options.Shingles);
    private readonly MinHashFunctions<T> _functions = new(options.Shingles.Seed, options.Curve.Hashes);
    private T[]? _least;

    /// <inheritdoc/>
    public void Sketch(Document document, IBufferWriter<byte> sketch)
    {
        var least = Signature(document.Text);
        if (least.IsEmpty)
        {
            return;
        }

        var bytes = sketch.GetSpan(options.Bands * sizeof(ulong));
        for (var band = 0; band < options.Bands; band++)
        {
            var rows = MemoryMarshal.AsBytes(least.Slice(band * options.Rows, options.Rows));
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(band * sizeof(ulong))..], StableHash.Of(rows, (ulong)band));
        }

        sketch.Advance(options.Bands * sizeof(ulong));
    }

    /// <summary>The least value of each function over all shingles, valid until the next call; none for a text without words.</summary>
    public ReadOnlySpan<T> Signature(string text)
    {
        _least ??= new T[_functions.Count];
        _least.AsSpan().Fill(T.MaxValue);
        _reader.Begin(text);
        var shingles = _reader.Read();
        if (shingles.IsEmpty)
        {
            return [];
        }

        for (; !shingles.IsEmpty; shingles = _reader.Read())
        {
            _functions.Lower(shingles, _least);
        }

        return _least.AsSpan(0, options.Curve.Hashes);
    }
}
