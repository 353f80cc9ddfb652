namespace Sinter.Data.Deduplication;

/// <summary>Goes through the documents of this run in order, with their sketches, the parts to be cut and the documents that stay for them.</summary>
internal static class OutputBatches
{
    private const int BatchBytes = 1 << 20;

    public static IEnumerable<OutputBatch> Read(StoredDocuments documents, int earlier, Survivors survivors, IEnumerable<SpanCut> cuts, Buffers buffers)
    {
        using var sketches = documents.Sketches().GetEnumerator();
        using var cut = cuts.SkipWhile(cut => cut.Document < earlier).GetEnumerator();
        var hasCut = cut.MoveNext();
        for (var first = 0; first < documents.Count;)
        {
            var count = documents.CountWithin(first, BatchBytes);
            var entries = new DocumentEntry[count + 1];
            var kept = new int[count];
            var sketchBytes = buffers.Take();
            for (var i = 0; i < count; i++)
            {
                entries[i] = documents.Entry(first + i);
                kept[i] = survivors.Of(earlier + first + i);
                sketches.MoveNext();
                SpoolBlock.Append(sketchBytes, sketches.Current.Span);
            }

            entries[count] = documents.Entry(first + count);
            var parts = new List<SpanCut>();
            for (; hasCut && cut.Current.Document < earlier + first + count; hasCut = cut.MoveNext())
            {
                parts.Add(cut.Current);
            }

            yield return new OutputBatch
            {
                First = first,
                Entries = entries,
                Records = documents.RentRecords(first, count),
                Ids = documents.IdBytes(first, count),
                Sketches = sketchBytes,
                Kept = kept,
                Cuts = parts,
            };
            first += count;
        }
    }
}
