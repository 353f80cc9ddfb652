using System.IO.MemoryMappedFiles;

namespace Sinter.Data.Packing;

/// <summary>One shard, mapped into memory and checked: what lies in it can be read without a copy. See <see cref="ShardLayout"/>.</summary>
internal sealed unsafe class MappedShard : IDisposable
{
    private readonly string _path;
    private readonly ShardLayout _layout;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private MappedShard(string path, ShardLayout layout, MemoryMappedFile file)
    {
        _path = path;
        _layout = layout;
        _file = file;
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public long Sequences => _layout.Sequences;

    /// <summary>Maps a shard of a data set; with <paramref name="checkHash"/> all of it is read once and compared with the manifest.</summary>
    public static MappedShard Open(string folder, PackedShard shard, PackedManifest manifest, bool checkHash)
    {
        var file = new PackedFile(shard.File, shard.Bytes, shard.Sha256);
        var path = file.CheckedPath(folder);
        var header = new byte[Math.Min(ShardLayout.HeaderBytes, shard.Bytes)];
        using (var stream = File.OpenRead(path))
        {
            stream.ReadExactly(header);
        }

        var layout = ShardLayout.Read(header, path, shard.Bytes, manifest, shard);
        if (checkHash)
        {
            file.CheckHash(folder);
        }

        var mapped = new MappedShard(path, layout, MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read));
        try
        {
            mapped.CheckSegments(manifest.Documents);
            return mapped;
        }
        catch
        {
            mapped.Dispose();
            throw;
        }
    }

    /// <summary>The segments of a sequence of this shard, by position.</summary>
    public ReadOnlySpan<PackedSegment> Segments(long sequence)
    {
        var index = (uint*)(_start + _layout.IndexAt) + sequence;
        return new ReadOnlySpan<PackedSegment>(_start + _layout.SegmentsAt + (index[0] * (long)PackedSegment.Bytes), (int)(index[1] - index[0]));
    }

    /// <summary>The tokens, targets and document starts of a sequence; see <see cref="PackedDataset.Read"/>.</summary>
    public void Read(long sequence, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
    {
        ReadTokens(sequence, tokens);
        targets.Fill(-1);
        var mask = _layout.HasTrainedMask ? _start + _layout.MaskAt + (sequence * _layout.MaskBytes) : null;
        var end = 0;
        foreach (var segment in Segments(sequence))
        {
            end = segment.Start + segment.Length;
            documentStarts[segment.Start..end].Fill(segment.Start);
            for (var i = segment.Start + 1; i < end; i++)
            {
                if (mask is null || (mask[i >> 3] & (1 << (i & 7))) != 0)
                {
                    targets[i - 1] = tokens[i];
                }
            }
        }

        documentStarts[end..].Fill(end);
    }

    /// <summary>All tokens of a sequence as they are stored, padding too, and which of them are trained; <paramref name="trained"/> is empty where the data set has no mask.</summary>
    public void ReadStored(long sequence, Span<int> tokens, Span<bool> trained)
    {
        ReadTokens(sequence, tokens);
        var mask = _start + _layout.MaskAt + (sequence * _layout.MaskBytes);
        for (var i = 0; i < trained.Length; i++)
        {
            trained[i] = (mask[i >> 3] & (1 << (i & 7))) != 0;
        }
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private void ReadTokens(long sequence, Span<int> tokens)
    {
        var row = _start + ShardLayout.TokensAt + (sequence * _layout.ContextLength * _layout.TokenBytes);
        var largest = 0u;
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = _layout.TokenBytes == sizeof(ushort) ? ((ushort*)row)[i] : ((uint*)row)[i];
            largest = Math.Max(largest, token);
            tokens[i] = (int)token;
        }

        if (largest >= (uint)_layout.VocabularySize)
        {
            throw new InvalidDataException($"Sequence {sequence} of '{_path}' holds the token {largest}, but the vocabulary has {_layout.VocabularySize}; the file is damaged; pack the documents again.");
        }
    }

    private void CheckSegments(long documents)
    {
        var index = new ReadOnlySpan<uint>(_start + _layout.IndexAt, checked((int)_layout.Sequences + 1));
        var isWhole = index[0] == 0 && index[^1] == _layout.Segments;
        for (var sequence = 0; isWhole && sequence + 1 < index.Length; sequence++)
        {
            isWhole = index[sequence] <= index[sequence + 1] && index[sequence + 1] <= _layout.Segments;
            var end = 0;
            for (var i = index[sequence]; isWhole && i < index[sequence + 1]; i++)
            {
                var segment = ((PackedSegment*)(_start + _layout.SegmentsAt))[i];
                isWhole = segment.Start == end && segment.Length > 0 && segment.Length <= _layout.ContextLength - end
                    && segment.Document >= 0 && segment.Document < documents && segment.DocumentOffset >= 0;
                end += segment.Length;
            }
        }

        if (!isWhole)
        {
            throw new InvalidDataException($"The table of segments of '{_path}' is damaged; pack the documents again.");
        }
    }
}
