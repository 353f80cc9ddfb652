using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Sorts more records than fit into memory: full buffers are sorted and written to the disk as runs, and read back merged. Records are of one size and hold no references;
/// equal ones are all kept. Records with an <see cref="ISortKey"/> are sorted faster. It belongs to one thread.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class SortedRuns<T> : IDisposable
    where T : unmanaged, IComparable<T>
{
    // More runs than this are merged in several rounds, so that each has a buffer worth reading.
    private const int MaximumRuns = 256;

    // The part of the memory that is kept for reading runs back.
    private const int ReadingPart = 4;

    private readonly string _prefix;
    private readonly T[] _buffer;
    private readonly List<string> _runs = [];
    private int _buffered;
    private int _made;

    /// <summary>Begins without records.</summary>
    /// <param name="prefix">The path that the names of all files begin with; its folder is there.</param>
    /// <param name="memoryBytes">About how many bytes may be held in memory.</param>
    public unsafe SortedRuns(string prefix, long memoryBytes)
    {
        _prefix = prefix;
        _buffer = new T[(int)Math.Clamp((memoryBytes - (memoryBytes / ReadingPart)) / sizeof(T), 1024, Array.MaxLength / sizeof(T))];
    }

    /// <summary>How many records there are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a record. Throws <see cref="IOException"/> where the disk is full.</summary>
    public void Add(T record)
    {
        if (_buffered == _buffer.Length)
        {
            Spill();
        }

        _buffer[_buffered++] = record;
        Count++;
    }

    /// <summary>All records in order. What is added while it is read is not seen.</summary>
    public IEnumerable<T> Read()
    {
        RadixSort.Sort(_buffer.AsSpan(0, _buffered));
        if (_runs.Count == 0)
        {
            for (var i = 0; i < _buffered; i++)
            {
                yield return _buffer[i];
            }

            yield break;
        }

        Spill();
        while (_runs.Count > MaximumRuns)
        {
            MergeSome();
        }

        foreach (var record in Merge(_runs))
        {
            yield return record;
        }
    }

    /// <summary>Deletes the files.</summary>
    public void Dispose()
    {
        _runs.ForEach(File.Delete);
        _runs.Clear();
    }

    private void Spill()
    {
        if (_buffered == 0)
        {
            return;
        }

        RadixSort.Sort(_buffer.AsSpan(0, _buffered));
        using var file = Create();
        file.Write(MemoryMarshal.AsBytes(_buffer.AsSpan(0, _buffered)));
        _buffered = 0;
    }

    private FileStream Create()
    {
        var path = $"{_prefix}.{_made++}.run";
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        _runs.Add(path);
        return file;
    }

    private void MergeSome()
    {
        var first = _runs[..MaximumRuns];
        using (var file = Create())
        {
            var block = new T[8192];
            var filled = 0;
            foreach (var record in Merge(first))
            {
                block[filled++] = record;
                if (filled == block.Length)
                {
                    file.Write(MemoryMarshal.AsBytes(block.AsSpan()));
                    filled = 0;
                }
            }

            file.Write(MemoryMarshal.AsBytes(block.AsSpan(0, filled)));
        }

        first.ForEach(File.Delete);
        _runs.RemoveRange(0, MaximumRuns);
    }

    private IEnumerable<T> Merge(List<string> runs)
    {
        var readers = runs.Select(path => new RunReader(path, Math.Max(1024, _buffer.Length / ReadingPart / runs.Count))).ToList();
        try
        {
            var queue = new PriorityQueue<RunReader, T>();
            foreach (var reader in readers.Where(static reader => reader.MoveNext()))
            {
                queue.Enqueue(reader, reader.Current);
            }

            while (queue.TryPeek(out var reader, out var record))
            {
                yield return record;
                if (reader.MoveNext())
                {
                    queue.DequeueEnqueue(reader, reader.Current);
                }
                else
                {
                    queue.Dequeue();
                }
            }
        }
        finally
        {
            readers.ForEach(static reader => reader.Dispose());
        }
    }

    private sealed class RunReader(string path, int records) : IDisposable
    {
        private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        private readonly T[] _block = new T[Math.Min(records, 1 << 16)];
        private int _at;
        private int _filled;

        public T Current { get; private set; }

        public unsafe bool MoveNext()
        {
            if (_at == _filled)
            {
                _filled = _file.ReadAtLeast(MemoryMarshal.AsBytes(_block.AsSpan()), _block.Length * sizeof(T), throwOnEndOfStream: false) / sizeof(T);
                _at = 0;
                if (_filled == 0)
                {
                    return false;
                }
            }

            Current = _block[_at++];
            return true;
        }

        public void Dispose() => _file.Dispose();
    }
}
