using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sinter.Data.Packing;

/// <summary>
/// Where things lie in a shard, all numbers little-endian, each part beginning at a multiple of 8 bytes:
/// a header of 64 bytes (magic, version, bytes of a token, context length, mask flag, vocabulary size, sequences, segments);
/// the tokens [sequences, context length] of 2 or 4 bytes; where there is a mask, one bit a position, lowest bit first, each sequence beginning at a byte;
/// for each sequence and one more the number of its first segment (4 bytes); the segments (16 bytes each).
/// </summary>
internal readonly record struct ShardLayout(int ContextLength, int VocabularySize, int TokenBytes, bool HasTrainedMask, long Sequences, long Segments)
{
    public const int HeaderBytes = 64;
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "SNTRPACK"u8;

    public int MaskBytes => HasTrainedMask ? (ContextLength + 7) / 8 : 0;

    public static long TokensAt => HeaderBytes;

    public long MaskAt => Align(TokensAt + (Sequences * ContextLength * TokenBytes));

    public long IndexAt => Align(MaskAt + (Sequences * MaskBytes));

    public long SegmentsAt => Align(IndexAt + ((Sequences + 1) * sizeof(uint)));

    public long FileBytes => SegmentsAt + (Segments * PackedSegment.Bytes);

    public static long Align(long position) => (position + 7) & ~7L;

    public void WriteHeader(Span<byte> header)
    {
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], TokenBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], ContextLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], HasTrainedMask ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], VocabularySize);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], Sequences);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], Segments);
    }

    /// <summary>Reads the header of a file of this size, and checks it against the manifest.</summary>
    public static ShardLayout Read(ReadOnlySpan<byte> header, string path, long fileBytes, PackedManifest manifest, PackedShard shard)
    {
        if (header.Length < HeaderBytes || !header.StartsWith(Magic))
        {
            throw new InvalidDataException($"'{path}' is not a shard of packed tokens: it does not begin with {System.Text.Encoding.ASCII.GetString(Magic)}; pack the documents again.");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (version != Version)
        {
            throw new InvalidDataException($"'{path}' has version {version} of the format; this program reads version {Version}; pack the documents again.");
        }

        var layout = new ShardLayout(
            BinaryPrimitives.ReadInt32LittleEndian(header[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[20..]) == 1,
            BinaryPrimitives.ReadInt64LittleEndian(header[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[40..]));
        var expected = new ShardLayout(manifest.ContextLength, manifest.VocabularySize, manifest.TokenBytes, manifest.HasTrainedMask, shard.Sequences, layout.Segments);
        if (layout != expected)
        {
            throw new InvalidDataException($"The header of '{path}' tells of another data set than its manifest ({layout} instead of {expected}); pack the documents again.");
        }

        // Compared by division first: what a file claims may be more than a number holds.
        if (layout.Segments < 0 || layout.Segments > fileBytes / PackedSegment.Bytes || layout.Sequences > fileBytes / (layout.ContextLength * layout.TokenBytes) || layout.FileBytes != fileBytes)
        {
            throw new InvalidDataException($"'{path}' has {fileBytes} bytes where its header tells of {layout.FileBytes}; it is damaged; pack the documents again.");
        }

        return layout.Sequences < int.MaxValue
            ? layout
            : throw new InvalidDataException($"'{path}' has {layout.Sequences} sequences, more than one shard may have; pack the documents again.");
    }
}

/// <summary>Which part of a sequence holds which part of which document.</summary>
/// <param name="Start">The first position in the sequence.</param>
/// <param name="Length">The number of positions.</param>
/// <param name="Document">The ordinal of the document in the list of documents.</param>
/// <param name="DocumentOffset">Which token of the document stands at the first position.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct PackedSegment(int Start, int Length, int Document, int DocumentOffset)
{
    internal const int Bytes = 16;
}
