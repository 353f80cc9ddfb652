using System.Text;

namespace Sinter.Data.FastText;

/// <summary>
/// Trains models that predict labels, as <c>fasttext supervised</c> does: lines of words and labels, the mean of the vectors of a line's words and n-grams, a linear output, and
/// stochastic gradient descent line by line.
/// </summary>
/// <remarks>
/// The same text, options and seed give the same bytes at any number of threads. fastText lets its threads write over each other's weights; here one thread takes all steps in
/// the order of the lines with vectorised loops, and the others read ahead (words, hashes, n-grams). What that costs: more than about three threads help no further.
/// </remarks>
/// <param name="options">How to train.</param>
public sealed class FastTextTrainer(FastTextTrainingOptions options)
{
    private readonly FastTextTrainingOptions _options = Checked(options);

    /// <summary>Trains on a file of lines, each with its labels among its words: <c>__label__good a fine film</c>.</summary>
    /// <exception cref="InvalidDataException">The text has no words or no labels.</exception>
    public FastTextModel Train(string path, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Train(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), path, progress, cancellation);

    /// <summary>Trains on lines.</summary>
    /// <param name="open">Opens the text from its start; it is read once for the vocabulary and once an epoch.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="progress">Told now and then what share is done, 0 to 1.</param>
    /// <param name="cancellation">Ends the training with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidDataException">The text has no words or no labels.</exception>
    public FastTextModel Train(Func<Stream> open, string name, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var vocabulary = CountWords(open, cancellation);
        if (vocabulary.Words == 0 || vocabulary.Labels == 0)
        {
            throw new InvalidDataException(
                $"{name}: {vocabulary.Words} words and {vocabulary.Labels} labels were found; for training, both are needed. A label is a word that begins with {_options.LabelPrefix}.");
        }

        var settings = SettingsOf(_options);
        var ngrams = NgramRows.All(settings.Buckets);
        var (rows, dimension) = ((long)vocabulary.Words + ngrams.Rows, _options.Dimension);
        if (rows * dimension > Array.MaxLength)
        {
            throw new InvalidDataException($"{name}: {rows} words and buckets with vectors of {dimension} are more than fits in memory at once; fewer buckets or a smaller dimension are needed.");
        }

        var input = DenseMatrix.Random((int)rows, dimension, _options.Seed, Threads);
        var output = new DenseMatrix(vocabulary.Labels, dimension);
        var content = new FastTextContent(settings, vocabulary, ngrams, input, output);
        Descend(content, open, progress, cancellation);
        return new FastTextModel(content, _options.LabelPrefix);
    }

    /// <summary>
    /// Trains a model further, with the learning rate, epochs and label prefix of the options and everything else as the model has it: after
    /// <see cref="FastTextQuantizer.Prune"/>, or on new text with the same labels. New words are not learnt.
    /// </summary>
    /// <returns>A new model; the old one does not change.</returns>
    /// <exception cref="ArgumentException">The model is quantized or predicts no labels.</exception>
    public FastTextModel Continue(FastTextModel model, Func<Stream> open, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (model.Content is not { Input: DenseMatrix input, Output: DenseMatrix output, Settings.Model: FastTextSettings.Supervised } content)
        {
            throw new ArgumentException("Only a model with labels that is not quantized can be trained further.", nameof(model));
        }

        var copy = content with
        {
            Input = new DenseMatrix(input.Rows, input.Columns, [.. input.Values]),
            Output = new DenseMatrix(output.Rows, output.Columns, [.. output.Values]),
        };
        Descend(copy, open, progress, cancellation);
        return new FastTextModel(copy, _options.LabelPrefix);
    }

    private static FastTextTrainingOptions Checked(FastTextTrainingOptions options)
    {
        options.Validate();
        return options;
    }

    private static FastTextSettings SettingsOf(FastTextTrainingOptions options) => new()
    {
        Dimension = options.Dimension,
        Epochs = options.Epochs,
        MinimumCount = options.MinimumCount,
        Negatives = options.Negatives,
        WordNgrams = options.WordNgrams,
        Loss = options.Loss,
        Buckets = options.WordNgrams > 1 || options.MaximumNgram > 0 ? options.Buckets : 0,
        MinimumNgram = options.MinimumNgram,
        MaximumNgram = options.MaximumNgram,
        LearningRateUpdateRate = options.LearningRateUpdateRate,
    };

    private FastTextVocabulary CountWords(Func<Stream> open, CancellationToken cancellation)
    {
        var builder = new VocabularyBuilder(Encoding.UTF8.GetBytes(_options.LabelPrefix));
        using var stream = open();
        foreach (var lines in LineBlocks.Read(stream))
        {
            cancellation.ThrowIfCancellationRequested();
            builder.Add(lines);
        }

        return builder.Build(_options.MinimumCount, _options.MinimumLabelCount);
    }

    private int Threads => _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads;

    private void Descend(FastTextContent content, Func<Stream> open, IProgress<double>? progress, CancellationToken cancellation)
    {
        var vocabulary = content.Vocabulary;
        var steps = new GradientSteps((DenseMatrix)content.Input, (DenseMatrix)content.Output, content.Settings, _options.Seed, vocabulary.Counts.AsSpan(vocabulary.Words));
        var total = (double)_options.Epochs * vocabulary.Tokens;
        var (tokens, sinceUpdate) = (0L, 0);
        var rate = (float)_options.LearningRate;
        var reader = new FeatureReader(vocabulary, content.Ngrams, content.Settings, Encoding.UTF8.GetBytes(_options.LabelPrefix));
        var subwords = SubwordsOf(vocabulary, reader);
        foreach (var block in LineReadAhead.Blocks(open, _options.Epochs, Threads, (lines, _) => new TrainingBlock(lines, reader, subwords), cancellation))
        {
            for (var line = 0; line < block.Lines; line++)
            {
                steps.Learn(block.RowsOf(line), block.LabelsOf(line), rate);
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

    /// <summary>The rows of each word: its own, and those of its n-grams.</summary>
    internal static int[][] SubwordsOf(FastTextVocabulary vocabulary, FeatureReader reader)
    {
        var buffer = new TrainingBlock([], reader, []);
        var subwords = new int[vocabulary.Words][];
        for (var word = 0; word < subwords.Length; word++)
        {
            subwords[word] = buffer.SubwordsOf(word, vocabulary[word], reader);
        }

        return subwords;
    }
}
