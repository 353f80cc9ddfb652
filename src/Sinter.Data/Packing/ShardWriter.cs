using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sinter.Data.Packing;

/// <summary>Writes one shard: the tokens at once, and what is small (mask, index, segments) at its end. See <see cref="ShardLayout"/>.</summary>
internal sealed class ShardWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly PackingOptions _options;
    private readonly byte[] _row;
    private readonly MemoryStream _mask = new();
    private readonly List<uint> _index = [0];
    private readonly List<PackedSegment> _segments = [];

    public ShardWriter(string folder, string name, PackingOptions options)
    {
        Name = name;
        _options = options;
        _row = new byte[options.ContextLength * options.TokenBytes];
        _file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        _file.Write(new byte[ShardLayout.HeaderBytes]);
    }

    public string Name { get; }

    public long Sequences => _index.Count - 1;

    /// <summary>True where one more sequence would go over the bound.</summary>
    public bool IsFull => Sequences > 0 && (Sequences + 1) * _row.Length > _options.ShardBytes;

    /// <summary>Adds a sequence: all its tokens, its mask (empty where the data set has none), and its segments from position 0 on.</summary>
    public void Add(ReadOnlySpan<int> tokens, ReadOnlySpan<bool> trained, ReadOnlySpan<PackedSegment> segments)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (_options.TokenBytes == sizeof(ushort))
            {
                BinaryPrimitives.WriteUInt16LittleEndian(_row.AsSpan(i * sizeof(ushort)), (ushort)tokens[i]);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(_row.AsSpan(i * sizeof(uint)), (uint)tokens[i]);
            }
        }

        _file.Write(_row);
        for (var i = 0; i < trained.Length; i += 8)
        {
            var bits = 0;
            for (var j = i; j < Math.Min(i + 8, trained.Length); j++)
            {
                bits |= trained[j] ? 1 << (j - i) : 0;
            }

            _mask.WriteByte((byte)bits);
        }

        _segments.AddRange(segments);
        _index.Add((uint)_segments.Count);
    }

    /// <summary>Ends the shard, and tells what the manifest says of it.</summary>
    public PackedShard Complete()
    {
        var layout = new ShardLayout(_options.ContextLength, _options.VocabularySize, _options.TokenBytes, _options.HasTrainedMask, Sequences, _segments.Count);
        PadTo(layout.MaskAt);
        _mask.WriteTo(_file);
        PadTo(layout.IndexAt);
        Span<byte> buffer = stackalloc byte[ShardLayout.HeaderBytes];
        foreach (var first in _index)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(buffer, first);
            _file.Write(buffer[..sizeof(uint)]);
        }

        PadTo(layout.SegmentsAt);
        foreach (var segment in _segments)
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer, segment.Start);
            BinaryPrimitives.WriteInt32LittleEndian(buffer[4..], segment.Length);
            BinaryPrimitives.WriteInt32LittleEndian(buffer[8..], segment.Document);
            BinaryPrimitives.WriteInt32LittleEndian(buffer[12..], segment.DocumentOffset);
            _file.Write(buffer[..PackedSegment.Bytes]);
        }

        layout.WriteHeader(buffer);
        _file.Position = 0;
        _file.Write(buffer);
        _file.Position = 0;
        return new PackedShard(Name, Sequences, _file.Length, Convert.ToHexStringLower(SHA256.HashData(_file)));
    }

    public void Dispose()
    {
        _file.Dispose();
        _mask.Dispose();
    }

    private void PadTo(long position)
    {
        while (_file.Position < position)
        {
            _file.WriteByte(0);
        }
    }
}
