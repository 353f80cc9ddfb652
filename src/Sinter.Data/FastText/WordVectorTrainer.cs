namespace Sinter.Data.FastText;

/// <summary>
/// Trains vectors of words and of n-grams of characters, as <c>fasttext skipgram</c> and <c>fasttext cbow</c> do (Mikolov et al. 2013; Bojanowski et al. 2017), with negative
/// sampling. Words are what stands between white space; <see cref="WordVectorText"/> makes plain text into such lines.
/// </summary>
/// <remarks>
/// The same text, options and seed give the same bytes at any number of threads: one thread takes all steps in the order of the lines, the others read ahead. Unlike the original,
/// which goes on until it has seen as many known words as the text has words, the text is read exactly as often as there are epochs.
/// </remarks>
/// <param name="options">How to train.</param>
public sealed class WordVectorTrainer(WordVectorOptions options)
{
    // A label is no word to the original even where it learns none.
    private static readonly byte[] LabelPrefix = "__label__"u8.ToArray();

    private readonly WordVectorOptions _options = Checked(options);

    /// <summary>Trains on a file of lines.</summary>
    /// <exception cref="InvalidDataException">The text has too few words.</exception>
    public FastTextModel Train(string path, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Train(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), path, progress, cancellation);

    /// <summary>Trains on lines.</summary>
    /// <param name="open">Opens the text from its start; it is read once for the vocabulary and once an epoch.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="progress">Told now and then what share is done, 0 to 1.</param>
    /// <param name="cancellation">Ends the training with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidDataException">The text has too few words.</exception>
    public FastTextModel Train(Func<Stream> open, string name, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var vocabulary = CountWords(open, cancellation);
        if (vocabulary.Words == 0)
        {
            throw new InvalidDataException($"{name}: no word is there {_options.MinimumCount} times, so that none gets a vector; more text or a smaller minimum count is needed.");
        }

        var settings = _options.ToSettings();
        var ngrams = NgramRows.All(settings.Buckets);
        var (rows, dimension) = ((long)vocabulary.Words + ngrams.Rows, _options.Dimension);
        if (rows * dimension > Array.MaxLength)
        {
            throw new InvalidDataException($"{name}: {rows} words and buckets with vectors of {dimension} are more than fits in memory at once; fewer buckets or a smaller dimension are needed.");
        }

        var input = DenseMatrix.Random((int)rows, dimension, _options.Seed, Threads);
        var content = new FastTextContent(settings, vocabulary, ngrams, input, new DenseMatrix(vocabulary.Words, dimension));
        Descend(content, open, progress, cancellation);
        return new FastTextModel(content);
    }

    private int Threads => _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads;

    private static WordVectorOptions Checked(WordVectorOptions options)
    {
        options.Validate();
        return options;
    }

    private FastTextVocabulary CountWords(Func<Stream> open, CancellationToken cancellation)
    {
        var builder = new VocabularyBuilder(LabelPrefix);
        using var stream = open();
        foreach (var lines in LineBlocks.Read(stream))
        {
            cancellation.ThrowIfCancellationRequested();
            builder.Add(lines);
        }

        return builder.Build(_options.MinimumCount, 0);
    }

    private void Descend(FastTextContent content, Func<Stream> open, IProgress<double>? progress, CancellationToken cancellation)
    {
        var vocabulary = content.Vocabulary;
        var reader = new FeatureReader(vocabulary, content.Ngrams, content.Settings, LabelPrefix);
        var steps = new ContextSteps((DenseMatrix)content.Input, (DenseMatrix)content.Output, FastTextTrainer.SubwordsOf(vocabulary, reader), vocabulary.Counts.AsSpan(0, vocabulary.Words), _options);
        var kept = KeptShares(vocabulary);
        var total = (double)_options.Epochs * vocabulary.Counts.Sum();
        var (tokens, sinceUpdate) = (0L, 0);
        var rate = (float)_options.LearningRate;
        var skipgram = _options.Model == WordVectorModel.Skipgram;
        foreach (var block in LineReadAhead.Blocks(open, _options.Epochs, Threads, (lines, number) => new WordBlock(lines, vocabulary, kept, SplitMix.For(_options.Seed, ~(number + 1))), cancellation))
        {
            for (var line = 0; line < block.Lines; line++)
            {
                if (skipgram)
                {
                    steps.LearnSkipgram(block.WordsOf(line), rate);
                }
                else
                {
                    steps.LearnBagOfWords(block.WordsOf(line), rate);
                }

                sinceUpdate += block.TokensOf(line);
                if (sinceUpdate > _options.LearningRateUpdateRate)
                {
                    tokens += sinceUpdate;
                    sinceUpdate = 0;
                    rate = (float)(_options.LearningRate * Math.Max(0, 1 - (tokens / total)));
                }
            }

            progress?.Report(tokens / total);
        }
    }

    /// <summary>With what probability a word stays in its line: all but the most frequent always.</summary>
    private float[] KeptShares(FastTextVocabulary vocabulary)
    {
        var shares = new float[vocabulary.Words];
        for (var word = 0; word < shares.Length; word++)
        {
            var excess = _options.SamplingThreshold * vocabulary.Tokens / Math.Max(1, vocabulary.Counts[word]);
            shares[word] = (float)(Math.Sqrt(excess) + excess);
        }

        return shares;
    }
}
