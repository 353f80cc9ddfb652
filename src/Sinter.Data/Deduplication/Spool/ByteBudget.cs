namespace Sinter.Data.Deduplication;

/// <summary>
/// Holds back a source while what it has given is more than a number of bytes and not yet released: a few documents of hundreds of megabytes would otherwise be under way at once.
/// One item always passes, however large it is.
/// </summary>
internal sealed class ByteBudget(long bytes) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _released = new(initialState: false);
    private long _used;
    private volatile bool _isClosed;

    /// <summary>The items, each when there is room for it.</summary>
    public IEnumerable<T> Limit<T>(IEnumerable<T> source, Func<T, long> size)
    {
        foreach (var item in source)
        {
            while (!TryTake(size(item)))
            {
                if (_isClosed)
                {
                    yield break;
                }

                _released.WaitOne(TimeSpan.FromMilliseconds(100));
            }

            yield return item;
        }
    }

    /// <summary>Gives the bytes of an item back.</summary>
    public void Release(long size)
    {
        lock (_gate)
        {
            _used -= size;
        }

        _released.Set();
    }

    /// <summary>Ends a source that waits; its thread may still look here after that.</summary>
    public void Dispose() => _isClosed = true;

    private bool TryTake(long size)
    {
        lock (_gate)
        {
            if (_used > 0 && _used + size > bytes)
            {
                return false;
            }

            _used += size;
            return true;
        }
    }
}
