using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Sinter.Data.Deduplication;
using Sinter.Data.Lineage;
using Sinter.Data.Shards;

namespace Sinter.Data.Mixing;

/// <summary>The lines of a mixture on the disk, each once, and the order in which they and their copies are written: keys that are sorted in bounded memory.</summary>
internal sealed class MixtureSpool : IDisposable
{
    private const long SortBytes = 64 << 20;
    private const int FlushBytes = 1 << 20;

    private readonly FileStream _lines;
    private readonly SortedRuns<SpooledCopy> _order;

    public MixtureSpool(string scratch)
    {
        _lines = new FileStream(Path.Combine(scratch, "lines"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        _order = new SortedRuns<SpooledCopy>(Path.Combine(scratch, "order"), SortBytes);
    }

    /// <summary>How many lines will be written, copies counted.</summary>
    public long Count => _order.Count;

    /// <summary>Keeps a line; gives where it lies.</summary>
    public long Keep(ReadOnlySpan<byte> line)
    {
        var place = _lines.Position;
        _lines.Write(line);
        return place;
    }

    /// <summary>Says where a copy of a line is written.</summary>
    public void Add(SpooledCopy copy) => _order.Add(copy);

    /// <summary>Writes all copies in order.</summary>
    public void Write(ShardWriter shards, int[] copyDepths, Action<long>? progress, CancellationToken cancellation)
    {
        _lines.Flush();
        var output = new ArrayBufferWriter<byte>(2 * FlushBytes);
        var line = new byte[1 << 16];
        long written = 0;
        var pending = 0;
        foreach (var copy in _order.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (copy.Length > line.Length)
            {
                line = new byte[Math.Max(copy.Length, (int)Math.Min(2L * line.Length, Array.MaxLength))];
            }

            var found = line.AsSpan(0, copy.Length);
            ReadExactly(_lines.SafeFileHandle, found, copy.Place);
            if (copy.Number == 1)
            {
                output.Write(found);
            }
            else
            {
                RecordId.WriteLine(output, found, DocumentFamily.CopyId(RecordId.Read(found)!, copy.Number, copyDepths[copy.Source] + 1));
            }

            pending++;
            if (output.WrittenCount >= FlushBytes)
            {
                Flush();
            }
        }

        Flush();
        shards.Complete();

        void Flush()
        {
            shards.Append(output.WrittenSpan, pending);
            written += pending;
            pending = 0;
            output.ResetWrittenCount();
            progress?.Invoke(written);
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _order.Dispose();
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> target, long place)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(file, target, place);
            if (read == 0)
            {
                throw new EndOfStreamException("The lines of the mixture broke off on the disk; run the same command again.");
            }

            target = target[read..];
            place += read;
        }
    }
}

/// <summary>A copy of a line, in the order of a mixture.</summary>
/// <param name="Key">Decides the order.</param>
/// <param name="Tie">Decides it among equal keys.</param>
/// <param name="Place">Where the line lies.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Number">Which copy it is, from 1.</param>
/// <param name="Source">The number of its source.</param>
internal readonly record struct SpooledCopy(ulong Key, ulong Tie, long Place, int Length, int Number, int Source) : IComparable<SpooledCopy>
{
    public int CompareTo(SpooledCopy other) =>
        Key != other.Key ? Key.CompareTo(other.Key)
        : Tie != other.Tie ? Tie.CompareTo(other.Tie)
        : Place != other.Place ? Place.CompareTo(other.Place)
        : Number.CompareTo(other.Number);
}
