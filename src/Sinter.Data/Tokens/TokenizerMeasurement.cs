using System.Collections.Concurrent;
using System.Diagnostics;
using Sinter.Data.Inputs;
using Sinter.Data.Language;
using Sinter.Data.Reading;

namespace Sinter.Data.Tokens;

/// <summary>What tokenizers make of texts, side by side: how many bytes a token stands for in each language, what they do not know, which tokens nobody needs, and how fast they are.</summary>
public sealed class TokenizerMeasurement
{
    private TokenizerMeasurement(IReadOnlyList<NamedTokenizer> tokenizers) => Total = new MeasuredText(tokenizers.Count);

    /// <summary>The tokenizers, in the order in which they were given.</summary>
    public IReadOnlyList<MeasuredTokenizer> Tokenizers { get; private set; } = [];

    /// <summary>All text.</summary>
    public MeasuredText Total { get; }

    /// <summary>The text by language, the one with most bytes first; the code is empty where no language can be told.</summary>
    public IReadOnlyList<(string Code, MeasuredText Text)> Languages { get; private set; } = [];

    /// <summary>For each of <see cref="Languages"/> the beginning of one document, chosen by the hash of its id.</summary>
    public IReadOnlyList<TokenizedSample> Samples { get; private set; } = [];

    /// <summary>The records that could not be read.</summary>
    public long Broken { get; private set; }

    /// <summary>The first of them; null where there is none.</summary>
    public string? FirstFault { get; private set; }

    /// <summary>The records that are not meant to be documents.</summary>
    public PassedOverCounts PassedOver { get; } = new();

    /// <summary>The English name of a language of a measurement.</summary>
    public static string LanguageName(string code) => code.Length == 0 ? "none can be told" : LanguageNames.Of(code);

    /// <summary>Measures tokenizers on documents.</summary>
    /// <param name="tokenizers">The tokenizers, at least one.</param>
    /// <param name="inputs">The files.</param>
    /// <param name="options">Which of their documents are taken, and how they are read.</param>
    /// <param name="progress">Is told the bytes of input that are done.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public static TokenizerMeasurement Of(
        IReadOnlyList<NamedTokenizer> tokenizers, IReadOnlyList<InputFile> inputs, TokenizerMeasurementOptions options, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        var workers = new ConcurrentBag<TokenizerWorker>();
        var result = new TokenizerMeasurement(tokenizers);
        var blocks = inputs.SelectMany(input => DocumentReader.Read(input, options.Reading, options.Format));
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        long done = 0;
        foreach (var part in OrderedParallel.Map(blocks, NewWorker, (worker, block) => Count(worker, block, options), threads, cancellation))
        {
            result.Broken += part.Broken;
            result.FirstFault ??= part.FirstFault;
            result.PassedOver.Add(part.PassedOver);
            done += part.Bytes;
            progress?.Invoke(done);
        }

        result.Sum(tokenizers, [.. workers]);
        return result;

        TokenizerWorker NewWorker()
        {
            var worker = new TokenizerWorker(tokenizers);
            workers.Add(worker);
            return worker;
        }
    }

    /// <summary>Measures tokenizers on documents that are at hand, on this thread.</summary>
    public static TokenizerMeasurement Of(IReadOnlyList<NamedTokenizer> tokenizers, IEnumerable<Document> documents)
    {
        var worker = new TokenizerWorker(tokenizers);
        foreach (var document in documents)
        {
            worker.Add(document);
        }

        var result = new TokenizerMeasurement(tokenizers);
        result.Sum(tokenizers, [worker]);
        return result;
    }

    private static BlockCounts Count(TokenizerWorker worker, RecordBlock block, TokenizerMeasurementOptions options)
    {
        var counts = new BlockCounts(block.Bytes);
        foreach (var outcome in block.Decode())
        {
            if (outcome.Document is { } document)
            {
                if (DocumentSample.Takes(document, options.SampleShare))
                {
                    worker.Add(document);
                }
            }
            else if (outcome.Broken is { } fault)
            {
                counts.Broken++;
                counts.FirstFault ??= fault.ToString();
            }
            else
            {
                counts.PassedOver.Add(outcome.PassedOver!);
            }
        }

        return counts;
    }

    private void Sum(IReadOnlyList<NamedTokenizer> tokenizers, IReadOnlyList<TokenizerWorker> workers)
    {
        var languages = new SortedDictionary<string, MeasuredText>(StringComparer.Ordinal);
        foreach (var (code, text) in workers.SelectMany(static worker => worker.Languages))
        {
            if (!languages.TryGetValue(code, out var sum))
            {
                languages.Add(code, sum = new MeasuredText(tokenizers.Count));
            }

            sum.Add(text);
            Total.Add(text);
        }

        Languages = [.. languages.OrderByDescending(static language => language.Value.Bytes).Select(static language => (language.Key, language.Value))];
        Samples = [.. Languages.Select(language => workers.Where(worker => worker.Samples.ContainsKey(language.Code)).Select(worker => worker.Samples[language.Code]).MinBy(static sample => sample.Hash).Sample)];
        Tokenizers = [.. tokenizers.Select((named, i) => new MeasuredTokenizer(named, Uses(workers, i), SecondsPerByte(workers, i)))];
    }

    private double SecondsPerByte(IReadOnlyList<TokenizerWorker> workers, int tokenizer) =>
        Total.Bytes > 0 ? workers.Sum(worker => worker.Ticks[tokenizer]) / (double)Stopwatch.Frequency / Total.Bytes : 0;

    private static long[] Uses(IReadOnlyList<TokenizerWorker> workers, int tokenizer)
    {
        var sum = new long[workers[0].Uses[tokenizer].Length];
        foreach (var worker in workers)
        {
            for (var id = 0; id < sum.Length; id++)
            {
                sum[id] += worker.Uses[tokenizer][id];
            }
        }

        return sum;
    }

    private sealed class BlockCounts(long bytes)
    {
        public long Bytes { get; } = bytes;

        public long Broken { get; set; }

        public string? FirstFault { get; set; }

        public PassedOverCounts PassedOver { get; } = new();
    }
}
