using System.Collections.Concurrent;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Training;

/// <summary>Counts the words of a stream of texts on several threads, a counter each, and sums them: a sum is the same in any order.</summary>
internal sealed class ParallelWordCount(BpeTrainerOptions options, IProgress<BpeTrainingProgress>? progress, CancellationToken cancellation)
{
    private const int BatchCharacters = 1 << 20;

    private long _texts;
    private long _bytes;

    /// <summary>How far the counting is.</summary>
    public BpeTrainingProgress Progress => new(Interlocked.Read(ref _texts), Interlocked.Read(ref _bytes), 0, 0, options.VocabularySize);

    /// <summary>Counts all texts.</summary>
    public WordCounter Count(IEnumerable<string> source)
    {
        var counters = new ConcurrentBag<WordCounter>();
        var threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        try
        {
            Parallel.ForEach(
                Partitioner.Create(Batches(source), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                static () => new WordCounter(),
                (batch, _, counter) => CountBatch(batch, counter),
                counters.Add);
        }
        catch (AggregateException errors) when (errors.InnerExceptions.Count > 0)
        {
            // The source's own error, such as a bad line in a file, is what the caller expects to see.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }

        var total = counters.OrderByDescending(static counter => counter.Count).FirstOrDefault() ?? new WordCounter();
        foreach (var counter in counters)
        {
            if (counter != total)
            {
                total.Add(counter);
            }
        }

        return total;
    }

    private WordCounter CountBatch(List<string> batch, WordCounter counter)
    {
        long read = 0;
        foreach (var text in batch)
        {
            read += counter.AddText(text, Gpt2Splitter.Instance);
        }

        Interlocked.Add(ref _texts, batch.Count);
        Interlocked.Add(ref _bytes, read);
        progress?.Report(Progress);
        return counter;
    }

    private static IEnumerable<List<string>> Batches(IEnumerable<string> source)
    {
        var batch = new List<string>();
        long characters = 0;
        foreach (var text in source)
        {
            batch.Add(text);
            characters += text.Length;
            if (characters >= BatchCharacters)
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
