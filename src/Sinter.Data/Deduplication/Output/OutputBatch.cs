using System.Buffers;

namespace Sinter.Data.Deduplication;

/// <summary>Some documents of this run that stand one behind another, with what was decided on them.</summary>
internal sealed class OutputBatch
{
    /// <summary>The number of the first among the documents of this run.</summary>
    public required int First { get; init; }

    /// <summary>Their entries, and one more that says where the last one ends.</summary>
    public required DocumentEntry[] Entries { get; init; }

    /// <summary>Their lines, in an array that may be longer and goes back to the pool (<see cref="Release"/>).</summary>
    public required byte[] Records { get; init; }

    public required byte[] Ids { get; init; }

    /// <summary>Each sketch with its length in front.</summary>
    public required ArrayBufferWriter<byte> Sketches { get; init; }

    /// <summary>For each the number of the document that stays, among all.</summary>
    public required int[] Kept { get; init; }

    /// <summary>The parts to be cut out, in order.</summary>
    public required List<SpanCut> Cuts { get; init; }

    public int Count => Kept.Length;

    /// <summary>The bytes of their lines.</summary>
    public long RecordBytes => Entries[^1].RecordStart - Entries[0].RecordStart;

    /// <summary>The line of a document, with its end.</summary>
    public ReadOnlyMemory<byte> Record(int at) => Records.AsMemory((int)(Entries[at].RecordStart - Entries[0].RecordStart), (int)(Entries[at + 1].RecordStart - Entries[at].RecordStart));

    /// <summary>Gives the memory back when all is written.</summary>
    public void Release(Buffers buffers)
    {
        StoredDocuments.Pool.Return(Records);
        buffers.Return(Sketches);
    }

    /// <summary>The id of a document in UTF-8.</summary>
    public ReadOnlySpan<byte> Id(int at) => Ids.AsSpan((int)(Entries[at].IdStart - Entries[0].IdStart), (int)(Entries[at + 1].IdStart - Entries[at].IdStart));
}
