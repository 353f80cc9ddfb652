using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Sinter.Data;

/// <summary>Maps a sequence on several threads and gives the results in the order of the input, so that the number of threads changes nothing but the time.</summary>
internal static class OrderedParallel
{
    /// <summary>How many items a worker may be ahead of the one that is asked for next; more evens out slow items, and costs memory.</summary>
    private const int ItemsAhead = 4;

    /// <summary>A source that waits for a terminal or a network is left behind, on its background thread, after this time.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The results of <paramref name="map"/> in the order of <paramref name="source"/>. The source is enumerated on a thread of its own; at most
    /// a few items a thread are in memory. An exception of the source or of the map comes out at its place.
    /// </summary>
    /// <param name="source">The items.</param>
    /// <param name="worker">Makes what one thread works with: it is called once on each worker's thread.</param>
    /// <param name="map">The work on one item.</param>
    /// <param name="threads">The number of workers, at least 1.</param>
    /// <param name="cancellation">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<TResult> Map<TItem, TWorker, TResult>(
        IEnumerable<TItem> source, Func<TWorker> worker, Func<TWorker, TItem, TResult> map, int threads, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        // Not disposed: a reader that waits for its source, such as a terminal, may look at them after we have gone.
        var work = new BlockingCollection<Slot<TItem, TResult>>(threads);
        var results = new BlockingCollection<Slot<TItem, TResult>>(threads * ItemsAhead);
        var workers = Enumerable.Range(0, threads).Select(_ => Start(() => Work(work, worker, map, stop.Token))).ToArray();
        var reader = Start(() => Read(source, work, results, stop.Token));
        try
        {
            foreach (var slot in results.GetConsumingEnumerable(stop.Token))
            {
                yield return slot.Take(stop.Token);
            }
        }
        finally
        {
            stop.Cancel();
            reader.Join(LongestWait);
            foreach (var thread in workers)
            {
                thread.Join();
            }
        }
    }

    private static Thread Start(Action body)
    {
        var thread = new Thread(() =>
        {
            try
            {
                body();
            }
            catch (OperationCanceledException)
            {
                // The consumer is gone, or says so itself.
            }
        })
        { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static void Read<TItem, TResult>(IEnumerable<TItem> source, BlockingCollection<Slot<TItem, TResult>> work, BlockingCollection<Slot<TItem, TResult>> results, CancellationToken stop)
    {
        try
        {
            foreach (var item in source)
            {
                var slot = new Slot<TItem, TResult>(item);
                results.Add(slot, stop);
                work.Add(slot, stop);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            var slot = new Slot<TItem, TResult>(default!);
            slot.Fail(fault);
            results.Add(slot, stop);
        }
        finally
        {
            work.CompleteAdding();
            results.CompleteAdding();
        }
    }

    private static void Work<TItem, TWorker, TResult>(BlockingCollection<Slot<TItem, TResult>> work, Func<TWorker> make, Func<TWorker, TItem, TResult> map, CancellationToken stop)
    {
        var worker = make();
        foreach (var slot in work.GetConsumingEnumerable(stop))
        {
            try
            {
                slot.Give(map(worker, slot.Item));
            }
            catch (Exception fault)
            {
                slot.Fail(fault);
            }
        }
    }

    /// <summary>An item and the place for its result.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "The event makes no handle, as nobody asks for one; a slot that was given up has no last owner.")]
    private sealed class Slot<TItem, TResult>(TItem item)
    {
        private readonly ManualResetEventSlim _done = new();
        private TResult? _result;
        private ExceptionDispatchInfo? _fault;

        public TItem Item { get; } = item;

        public void Give(TResult result)
        {
            _result = result;
            _done.Set();
        }

        public void Fail(Exception fault)
        {
            _fault = ExceptionDispatchInfo.Capture(fault);
            _done.Set();
        }

        public TResult Take(CancellationToken stop)
        {
            _done.Wait(stop);
            _fault?.Throw();
            return _result!;
        }
    }
}
