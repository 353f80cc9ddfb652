namespace Sinter.Data.Deduplication.Substrings;

/// <summary>
/// Finds which windows of tokens stand at more than one place, by sorting their hashes on the disk, and cuts all but the first: a token goes if a window that it is in equals one
/// that stands before, in the order of <see cref="DocumentOrder"/> and then of the places in the document. A window that overlaps with its first occurrence does not count, so
/// that of what repeats without a gap one whole copy stays.
/// </summary>
internal sealed class WindowRepeats : IDisposable
{
    // Parts by hash are sorted beside each other; a fixed number, so that the files are the same on any machine.
    private const int PartBits = 4;
    private const int PartShift = 61 - PartBits;
    private const int BlockLength = 1024;

    private readonly DuplicateSearch _search;
    private readonly DocumentOrder _order;
    private readonly int _window;
    private readonly SortedRuns<WindowOccurrence>[] _parts;
    private readonly List<Block<WindowOccurrence>> _blocks = [];

    /// <summary>Begins without windows.</summary>
    /// <param name="search">The search that it is part of.</param>
    /// <param name="window">How many tokens a window has.</param>
    public WindowRepeats(DuplicateSearch search, int window)
    {
        _search = search;
        _window = window;
        _order = new DocumentOrder(search.Documents);
        _parts = [.. Enumerable.Range(0, 1 << PartBits).Select(part => new SortedRuns<WindowOccurrence>(Path.Combine(search.WorkFolder, $"windows-{part}"), (search.MemoryBytes / 2) >> PartBits))];
    }

    /// <summary>Makes what one thread adds windows with.</summary>
    public Writer CreateWriter()
    {
        var blocks = Array.ConvertAll(_parts, static part => new Block<WindowOccurrence>(part));
        lock (_blocks)
        {
            _blocks.AddRange(blocks);
        }

        return new Writer(this, blocks);
    }

    /// <summary>Tells the findings all cuts, when all writers are done.</summary>
    /// <param name="progress">Is told how much is done, from 0 to 1.</param>
    public void WriteCuts(Action<double> progress)
    {
        _blocks.ForEach(static block => block.Flush());
        using var matches = new SortedRuns<WindowMatch>(Path.Combine(_search.WorkFolder, "matches"), _search.MemoryBytes / 4);
        var done = 0;
        foreach (var _ in OrderedParallel.Map(_parts, () => new Block<WindowMatch>(matches), FindMatches, _search.Threads, _search.Cancellation))
        {
            progress(0.8 * ++done / _parts.Length);
        }

        CutBuilder.Build(matches.Read(), _window, _search.Findings);
        progress(1);
    }

    /// <summary>Deletes the files.</summary>
    public void Dispose() => Array.ForEach(_parts, static part => part.Dispose());

    /// <summary>Finds the matches among the windows of one part; gives how many there are.</summary>
    private long FindMatches(Block<WindowMatch> matches, SortedRuns<WindowOccurrence> windows)
    {
        var (read, found) = (0L, 0L);
        var first = new WindowOccurrence { Order = -1 };
        foreach (var window in windows.Read())
        {
            if (read++ % ushort.MaxValue == 0)
            {
                _search.Cancellation.ThrowIfCancellationRequested();
            }

            if (first.Order < 0 || window.Low != first.Low || window.High != first.High)
            {
                first = window;
                continue;
            }

            var document = _order.Document(window.Order);
            if (document >= _search.Documents.Earlier && (window.Order != first.Order || window.Token >= first.Token + _window))
            {
                matches.Add(new WindowMatch(document, window.Token, window.Start, window.End, _order.Document(first.Order), first.Token, first.Start));
                found++;
            }
        }

        matches.Flush();
        windows.Dispose();
        return found;
    }

    /// <summary>Adds windows; it belongs to one thread.</summary>
    public sealed class Writer(WindowRepeats repeats, Block<WindowOccurrence>[] blocks)
    {
        /// <summary>Adds a window of a document.</summary>
        /// <param name="document">The document.</param>
        /// <param name="high">Half of its hash, below 2^61, which has none but equal windows in common.</param>
        /// <param name="low">The other half.</param>
        /// <param name="token">The number of its first token.</param>
        /// <param name="start">Where it begins.</param>
        /// <param name="end">Where it ends.</param>
        public void Add(int document, ulong high, ulong low, int token, int start, int end) =>
            blocks[high >> PartShift].Add(new WindowOccurrence(high, low, repeats._order.Place(document), token, start, end));
    }

    /// <summary>Records of one thread on their way to runs that several write to; in which order they come there does not matter, as they are sorted.</summary>
    public sealed class Block<T>(SortedRuns<T> runs)
        where T : unmanaged, IComparable<T>
    {
        private readonly T[] _records = new T[BlockLength];
        private int _count;

        /// <summary>Adds a record.</summary>
        public void Add(T record)
        {
            if (_count == BlockLength)
            {
                Flush();
            }

            _records[_count++] = record;
        }

        /// <summary>Hands on what is there.</summary>
        public void Flush()
        {
            lock (runs)
            {
                foreach (var record in _records.AsSpan(0, _count))
                {
                    runs.Add(record);
                }
            }

            _count = 0;
        }
    }
}
