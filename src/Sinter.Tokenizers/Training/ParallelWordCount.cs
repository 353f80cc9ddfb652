using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// Counts the words of a stream of texts on several threads and sums them, stretch after stretch of the stream: a sum is the same in any order. Where the
/// words grow too many, the rarest are forgotten at the end of a stretch, so that it happens at the same texts whatever the threads do.
/// </summary>
/// <param name="reader">Makes what reads words, for one thread.</param>
/// <param name="threads">The number of threads.</param>
/// <param name="mostWords">The most distinct words kept from stretch to stretch.</param>
/// <param name="mostBytes">The most bytes of distinct words kept from stretch to stretch.</param>
internal sealed class ParallelWordCount(Func<WordReader> reader, int threads, int mostWords = 1 << 24, int mostBytes = 1 << 28)
{
    private const int BatchCharacters = 1 << 20;
    private const long StretchCharacters = 1L << 27;

    private long _texts;
    private long _bytes;

    /// <summary>How many texts were counted.</summary>
    public long Texts => Interlocked.Read(ref _texts);

    /// <summary>How many bytes of UTF-8 were counted.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Counts all texts.</summary>
    /// <param name="source">The texts.</param>
    /// <param name="report">Told that texts were counted, by any thread.</param>
    /// <param name="cancellation">Ends the counting early.</param>
    public CountedWords Count(IEnumerable<string> source, Action report, CancellationToken cancellation)
    {
        var total = new WordCounter();
        using var batches = Batches(source).GetEnumerator();
        while (batches.MoveNext())
        {
            foreach (var words in CountStretch(batches, report, cancellation).OrderByDescending(static words => words.Count))
            {
                if (total.Count == 0)
                {
                    total = words;
                }
                else
                {
                    total.Add(words);
                }
            }

            if (total.Count > mostWords || total.Bytes > mostBytes)
            {
                total = total.MostFrequent(mostWords / 2, mostBytes / 2);
            }
        }

        return CountedWords.Of(total);
    }

    private List<WordCounter> CountStretch(IEnumerator<Batch> batches, Action report, CancellationToken cancellation)
    {
        var counted = new ConcurrentBag<WordCounter>();
        try
        {
            Parallel.ForEach(
                Partitioner.Create(Stretch(batches), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                reader,
                (batch, _, words) =>
                {
                    Interlocked.Add(ref _bytes, batch.Texts.Sum(text => (long)words.Read(text)));
                    Interlocked.Add(ref _texts, batch.Texts.Count);
                    report();
                    return words;
                },
                words => counted.Add(words.Words));
        }
        catch (AggregateException errors) when (errors.InnerExceptions.Count > 0)
        {
            // The source's own error, such as a bad line in a file, is what the caller expects to see.
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }

        return [.. counted];
    }

    /// <summary>The batch at hand and those behind it, as far as a stretch goes.</summary>
    private static IEnumerable<Batch> Stretch(IEnumerator<Batch> batches)
    {
        long characters = 0;
        do
        {
            yield return batches.Current;
            characters += batches.Current.Characters;
        }
        while (characters < StretchCharacters && batches.MoveNext());
    }

    private static IEnumerable<Batch> Batches(IEnumerable<string> source)
    {
        var batch = new Batch([], 0);
        foreach (var text in source)
        {
            batch.Texts.Add(text);
            batch = batch with { Characters = batch.Characters + text.Length };
            if (batch.Characters >= BatchCharacters)
            {
                yield return batch;
                batch = new Batch([], 0);
            }
        }

        if (batch.Texts.Count > 0)
        {
            yield return batch;
        }
    }

    private sealed record Batch(List<string> Texts, long Characters);
}
