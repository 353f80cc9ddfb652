using System.Buffers;
using Sinter.Data.Reading;

namespace Sinter.Data.Cleaning;

/// <summary>A block of input, judged and ready to be written. What each document adds to the buffers is told, for those that a later step takes out.</summary>
internal sealed class BlockResult
{
    public required int Source { get; init; }

    public required long InputBytes { get; init; }

    public ArrayBufferWriter<byte> Kept { get; } = new(1 << 16);

    public ArrayBufferWriter<byte> Dropped { get; } = new(1 << 16);

    public ArrayBufferWriter<byte> Broken { get; } = new();

    public long BrokenRecords { get; set; }

    public PassedOverCounts PassedOver { get; } = new();

    public List<JudgedDocument> Documents { get; } = [];

    public List<CleaningSample> Samples { get; } = [];

    /// <summary>Ticks spent in decoding, in each step and in writing JSON.</summary>
    public long[] Ticks { get; set; } = [];
}

/// <summary>A document of a block.</summary>
/// <param name="Row">Its scores.</param>
/// <param name="Document">The document where a step that needs order must see it, else null.</param>
/// <param name="Read">That document as it was read.</param>
/// <param name="KeptBytes">The bytes that it adds to the kept ones.</param>
/// <param name="DroppedBytes">The bytes that it adds to the dropped ones.</param>
internal readonly record struct JudgedDocument(ScoreRow Row, Document? Document, Document? Read, int KeptBytes, int DroppedBytes);
