namespace Sinter.Data.FastText;

/// <summary>Goes through a text some times, block by block in order; what a block is made into is made by other threads where there are several.</summary>
internal static class LineReadAhead
{
    /// <summary>The blocks of all epochs in order.</summary>
    /// <param name="open">Opens the text from its start.</param>
    /// <param name="epochs">How often it is gone through.</param>
    /// <param name="threads">How many threads work.</param>
    /// <param name="make">Makes a block of whole lines into what is asked for; it is told the number of the block, which goes on from epoch to epoch.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<T> Blocks<T>(Func<Stream> open, int epochs, int threads, Func<byte[], long, T> make, CancellationToken cancellation)
    {
        var ahead = new Queue<Task<T>>();
        var number = 0L;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var stream = open();
            foreach (var lines in LineBlocks.Read(stream))
            {
                cancellation.ThrowIfCancellationRequested();
                var block = number++;
                if (threads == 1)
                {
                    yield return make(lines, block);
                    continue;
                }

                ahead.Enqueue(Task.Run(() => make(lines, block), cancellation));
                if (ahead.Count >= threads)
                {
                    yield return ahead.Dequeue().GetAwaiter().GetResult();
                }
            }
        }

        while (ahead.TryDequeue(out var task))
        {
            yield return task.GetAwaiter().GetResult();
        }
    }
}
