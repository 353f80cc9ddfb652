namespace Sinter.Data.Deduplication;

/// <summary>Pairs the documents whose sketches are one and the same hash.</summary>
internal static class EqualSketches
{
    /// <summary>Finds them by sorting; documents with an empty sketch equal no other.</summary>
    public static unsafe void Pair(DuplicateSearch search)
    {
        var memory = Math.Min(search.MemoryBytes, (long)search.Documents.Count * sizeof(HashedDocument));
        using var hashes = new SortedRuns<HashedDocument>(Path.Combine(search.WorkFolder, "hashes"), memory);
        var document = 0;
        foreach (var sketch in search.Sketches())
        {
            if (sketch.Length == Hash128.Bytes)
            {
                hashes.Add(new HashedDocument(Hash128.Read(sketch.Span), document));
            }

            Report(search, ++document, 0);
        }

        HashedDocument? first = null;
        var done = 0;
        foreach (var next in hashes.Read())
        {
            if (first is { } known && known.Hash == next.Hash)
            {
                search.Findings.Pair(known.Document, next.Document);
            }
            else
            {
                first = next;
            }

            Report(search, ++done, 0.5);
        }
    }

    private static void Report(DuplicateSearch search, int done, double before)
    {
        if (done % 65536 == 0)
        {
            search.Cancellation.ThrowIfCancellationRequested();
            search.Progress(before + (0.5 * done / search.Documents.Count));
        }
    }

    private readonly record struct HashedDocument(Hash128 Hash, int Document) : IComparable<HashedDocument>
    {
        public int CompareTo(HashedDocument other) => Hash.CompareTo(other.Hash) is not 0 and var order ? order : Document.CompareTo(other.Document);
    }
}
