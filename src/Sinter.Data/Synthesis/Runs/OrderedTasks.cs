using System.Runtime.CompilerServices;

namespace Sinter.Data.Synthesis;

/// <summary>Maps a sequence by tasks, several at the same time, and gives the results in the order of the input.</summary>
internal static class OrderedTasks
{
    /// <summary>How many items may be ahead of the one that is asked for next, for each that is worked on: more evens out slow ones, and costs memory.</summary>
    private const int ItemsAhead = 4;

    /// <summary>The results of <paramref name="map"/> in the order of <paramref name="source"/>. Where the enumeration ends early, the tasks that run are cancelled and waited for.</summary>
    public static async IAsyncEnumerable<TResult> Map<TItem, TResult>(
        IEnumerable<TItem> source, Func<TItem, CancellationToken, Task<TResult>> map, int concurrency, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var turns = new SemaphoreSlim(concurrency);
        using var items = source.GetEnumerator();
        var running = new Queue<Task<TResult>>();
        try
        {
            var more = true;
            while (true)
            {
                while (more && running.Count < concurrency * ItemsAhead && (more = items.MoveNext()))
                {
                    var item = items.Current;
                    running.Enqueue(Task.Run(() => InTurn(item), CancellationToken.None));
                }

                if (!running.TryPeek(out var next))
                {
                    yield break;
                }

                var result = await next.WaitAsync(stop.Token).ConfigureAwait(false);
                _ = running.Dequeue();
                yield return result;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }

        async Task<TResult> InTurn(TItem item)
        {
            await turns.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                return await map(item, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                turns.Release();
            }
        }
    }
}
