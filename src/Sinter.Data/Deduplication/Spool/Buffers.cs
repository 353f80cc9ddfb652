using System.Buffers;
using System.Collections.Concurrent;

namespace Sinter.Data.Deduplication;

/// <summary>Buffers that blocks are written to, used again and again: a new one of a megabyte for each block would keep the collector busy. Safe from several threads.</summary>
internal sealed class Buffers
{
    private const int MostBytes = 8 << 20;

    private readonly ConcurrentBag<ArrayBufferWriter<byte>> _free = [];

    /// <summary>An empty buffer.</summary>
    public ArrayBufferWriter<byte> Take() => _free.TryTake(out var buffer) ? buffer : new ArrayBufferWriter<byte>(1 << 12);

    /// <summary>Takes a buffer back that nobody reads any more; one that grew very large is let go.</summary>
    public void Return(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity <= MostBytes)
        {
            buffer.ResetWrittenCount();
            _free.Add(buffer);
        }
    }
}
