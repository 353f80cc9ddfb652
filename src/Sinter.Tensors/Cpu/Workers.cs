using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu;

/// <summary>Work that can be done piece by piece, in any order, by any worker.</summary>
internal interface IParallelBody
{
    void Run(int index, Worker worker);
}

/// <summary>A thread that works, and its scratch memory.</summary>
internal sealed unsafe class Worker
{
    private NativeBuffer? _scratch;

    /// <summary>Memory for at least so many floats; what it held is lost when it has to grow.</summary>
    public float* Scratch(long floats)
    {
        if (_scratch is null || _scratch.Bytes < floats * sizeof(float))
        {
            // The old one goes first: both at once would be the peak of the process.
            FreeScratch();
            _scratch = new NativeBuffer(floats * sizeof(float));
        }

        return (float*)_scratch.Pointer;
    }

    /// <summary>Gives the memory back; not while the worker works.</summary>
    public void FreeScratch()
    {
        _scratch?.Free();
        _scratch = null;
    }
}

/// <summary>
/// Threads that stay: they spin for work for a short while, then wait. Work is handed out by index; what an index computes must not depend on
/// who computes it, so results are the same at any number of workers. The calling thread works too.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Workers live as long as the process.")]
internal sealed unsafe class Workers
{
    private const int SpinsBeforeWaiting = 4000;
    private const int IndexBits = 20;
    private const long IndexMask = (1L << IndexBits) - 1;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, Workers> Shared = [];

    private readonly Lock _caller = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Worker _callersWorker = new();
    private readonly Worker[] _threadsWorkers;
    private delegate*<void*, int, Worker, void> _invoke;
    private void* _body;
    private int _completed;
    private int _waiting;
    private readonly Lock _failing = new();
    private Exception? _failure;
    private int _failedIndex;

    // Generation, number of indices and next index in one word: a claim is one compare-and-swap, and a worker that
    // comes late, after the work is over, cannot claim any of it.
    private long _ticket;

    private Workers(int count)
    {
        Count = count;
        _threadsWorkers = [.. Enumerable.Range(1, count - 1).Select(static _ => new Worker())];
        foreach (var (index, worker) in _threadsWorkers.Index())
        {
            new Thread(() => Work(worker)) { IsBackground = true, Name = $"sinter-{index + 1}" }.Start();
        }
    }

    /// <summary>The number of threads, the caller's included.</summary>
    public int Count { get; }

    /// <summary>The workers for a number of threads; made once.</summary>
    public static Workers Of(int count)
    {
        lock (Gate)
        {
            if (!Shared.TryGetValue(count, out var workers))
            {
                Shared[count] = workers = new Workers(count);
            }

            return workers;
        }
    }

    /// <summary>Gives all workers' scratch memory back; the next work takes what it needs.</summary>
    public void FreeScratch()
    {
        lock (_caller)
        {
            _callersWorker.FreeScratch();
            Array.ForEach(_threadsWorkers, static worker => worker.FreeScratch());
        }
    }

    /// <summary>Does the work of indices 0..count-1 and returns when all of it is done.</summary>
    /// <exception cref="InvalidOperationException">An index failed, of several the lowest; the inner exception says how. The same at any number of threads.</exception>
    public void For<TBody>(int count, TBody body)
        where TBody : unmanaged, IParallelBody
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (int)IndexMask);
        lock (_caller)
        {
            if (Count == 1 || count <= 1)
            {
                try
                {
                    RunAll(count, body, _callersWorker);
                }
                catch (Exception exception)
                {
                    throw Failed(exception);
                }

                return;
            }

            _body = &body;
            _invoke = &Invoke<TBody>;
            _completed = 0;
            var generation = (Volatile.Read(ref _ticket) >> (2 * IndexBits)) + 1;
            Interlocked.Exchange(ref _ticket, (generation << (2 * IndexBits)) | ((long)count << IndexBits));
            if (Volatile.Read(ref _waiting) > 0)
            {
                _wake.Release(Count - 1);
            }

            Take(_callersWorker);
            var spinner = default(SpinWait);
            while (Volatile.Read(ref _completed) < count)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }

            if (_failure is { } failure)
            {
                _failure = null;
                throw Failed(failure);
            }
        }
    }

    private static InvalidOperationException Failed(Exception failure) => new($"A kernel failed: {failure.Message}", failure);

    /// <summary>A method of its own, as the compiler keeps little in registers where exceptions are caught.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunAll<TBody>(int count, TBody body, Worker worker)
        where TBody : unmanaged, IParallelBody
    {
        for (var index = 0; index < count; index++)
        {
            body.Run(index, worker);
        }
    }

    private static void Invoke<TBody>(void* body, int index, Worker worker)
        where TBody : unmanaged, IParallelBody
        => Unsafe.AsRef<TBody>(body).Run(index, worker);

    private void Take(Worker worker)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            var index = (int)(ticket & IndexMask);
            if (index >= (int)((ticket >> IndexBits) & IndexMask))
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) != ticket)
            {
                continue;
            }

            try
            {
                _invoke(_body, index, worker);
            }
            catch (Exception exception)
            {
                Fail(index, exception);
            }

            Interlocked.Increment(ref _completed);
        }
    }

    /// <summary>Keeps the failure of the lowest index, which is the one that a single thread meets.</summary>
    private void Fail(int index, Exception exception)
    {
        lock (_failing)
        {
            if (_failure is null || index < _failedIndex)
            {
                (_failure, _failedIndex) = (exception, index);
            }
        }
    }

    private void Work(Worker worker)
    {
        var seen = 0L;
        while (true)
        {
            seen = Next(seen);
            Take(worker);
        }
    }

    /// <summary>Waits until there is work of a generation after <paramref name="seen"/>; returns that generation.</summary>
    private long Next(long seen)
    {
        for (var spin = 0; spin < SpinsBeforeWaiting; spin++)
        {
            if (Generation() != seen)
            {
                return Generation();
            }

            Thread.SpinWait(8);
        }

        while (Generation() == seen)
        {
            Interlocked.Increment(ref _waiting);
            if (Generation() == seen)
            {
                _wake.Wait();
            }

            Interlocked.Decrement(ref _waiting);
        }

        return Generation();
    }

    private long Generation() => Volatile.Read(ref _ticket) >> (2 * IndexBits);
}
