using System.Buffers;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>Compresses the blocks of one frame after another.</summary>
internal sealed unsafe class BlockEncoder
{
    // A block of nothing but the dearest sequences, and what whole words write behind the end: so no write needs a check.
    private const int ScratchBytes = (2 * BlockDecoder.MaximumBlockBytes) + (12 * (BlockDecoder.MaximumBlockBytes / SequenceList.MinimumMatch));

    private readonly byte[] _scratch = GC.AllocateUninitializedArray<byte>(ScratchBytes);
    private readonly SequenceList _sequences = new();
    private readonly MatchFinder _matches = new();
    private readonly LiteralsWriter _literals = new();
    private readonly SequencesWriter _sequencesWriter = new();

    /// <summary>Begins a frame of a size, or of one that is unknown (<see cref="int.MaxValue"/>).</summary>
    public void Reset(int size)
    {
        _matches.Reset(size);
        _sequencesWriter.LastOffsets = (1, 4, 8);
    }

    /// <summary>Tells that the data were moved towards the start, by so many bytes.</summary>
    public void Rebase(int by) => _matches.Rebase(by);

    /// <summary>Writes the block from <paramref name="start"/> to <paramref name="end"/> with its header.</summary>
    public void Write(byte* data, int start, int end, bool isLast, IBufferWriter<byte> output)
    {
        var block = new ReadOnlySpan<byte>(data + start, end - start);
        if (block.Length > 1 && !block.ContainsAnyExcept(block[0]))
        {
            Write(new BlockHeader(isLast, BlockKind.Repeated, block.Length), block[..1], output);
            return;
        }

        var offsets = _sequencesWriter.LastOffsets;
        _sequences.Clear();
        _matches.Find(data, start, end, _sequences);
        fixed (byte* scratch = _scratch)
        {
            var length = _literals.Write(_sequences.Literals.AsSpan(0, _sequences.LiteralCount), scratch);
            length += _sequencesWriter.Write(_sequences, scratch + length);
            if (length < block.Length)
            {
                Write(new BlockHeader(isLast, BlockKind.Compressed, length), _scratch.AsSpan(0, length), output);
                return;
            }
        }

        _sequencesWriter.LastOffsets = offsets;
        Write(new BlockHeader(isLast, BlockKind.Stored, block.Length), block, output);
    }

    private static void Write(BlockHeader header, ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        header.Write(output.GetSpan(BlockHeader.Bytes));
        output.Advance(BlockHeader.Bytes);
        output.Write(content);
    }
}
