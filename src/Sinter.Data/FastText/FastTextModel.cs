using System.Text;

namespace Sinter.Data.FastText;

/// <summary>
/// A fastText model (Joulin, Grave, Bojanowski, Mikolov: Bag of tricks for efficient text classification, 2016), read from <c>.bin</c> and quantized <c>.ftz</c> files or
/// trained by <see cref="FastTextTrainer"/>. It predicts labels of lines and gives vectors of words and lines. It does not change, and any number of threads may use it.
/// </summary>
public sealed class FastTextModel
{
    private readonly Lazy<FastTextPredictor> _predictor;
    private string[]? _labels;

    internal FastTextModel(FastTextContent content, string labelPrefix = "__label__")
    {
        Content = content;
        LabelPrefix = labelPrefix;
        _predictor = new Lazy<FastTextPredictor>(() => new FastTextPredictor(WithoutCodes(content), Encoding.UTF8.GetBytes(labelPrefix)));
    }

    /// <summary>How the model was trained and reads text.</summary>
    public FastTextSettings Settings => Content.Settings;

    /// <summary>The labels without their prefix, the most frequent of the training first; empty for word vectors.</summary>
    public IReadOnlyList<string> Labels => _labels ??= ReadLabels();

    /// <summary>The words that have vectors of their own.</summary>
    public int Words => Content.Vocabulary.Words;

    /// <summary>Whether the matrices are codes of a product quantizer (<c>.ftz</c>).</summary>
    public bool IsQuantized => Content.Input is QuantizedMatrix;

    /// <summary>With what labels begin in text; words that begin so are no words. Files do not hold it.</summary>
    public string LabelPrefix { get; }

    internal FastTextContent Content { get; }

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labelPrefix">With what labels begin.</param>
    /// <exception cref="InvalidDataException">It is not a fastText model, it is cut short, or its sizes contradict each other.</exception>
    public static FastTextModel Load(string path, string labelPrefix = "__label__")
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Load(stream, path, labelPrefix);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="stream">The content, to its end. Memory follows its length, never what it claims.</param>
    /// <param name="name">The name for messages.</param>
    /// <param name="labelPrefix">With what labels begin.</param>
    /// <exception cref="InvalidDataException">It is not a fastText model, it is cut short, or its sizes contradict each other.</exception>
    public static FastTextModel Load(Stream stream, string name = "the model", string labelPrefix = "__label__")
    {
        if (stream.CanSeek)
        {
            return new FastTextModel(FastTextFileReader.Read(stream, name), labelPrefix);
        }

        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return new FastTextModel(FastTextFileReader.Read(copy, name), labelPrefix);
    }

    /// <summary>Writes the model as fastText reads it. The file is written aside and renamed when it is complete.</summary>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes the model as fastText reads it.</summary>
    /// <exception cref="InvalidOperationException">The model is pruned and not quantized, which the format does not have.</exception>
    public void Save(Stream stream)
    {
        if (Content.Ngrams.IsPruned && !IsQuantized)
        {
            throw new InvalidOperationException("A fastText model that is pruned can be saved only once it is quantized.");
        }

        FastTextFileWriter.Write(stream, Content);
    }

    /// <summary>
    /// The labels of a line with the highest probabilities. The line is read up to its first line feed or the word <c>&lt;/s&gt;</c>, and as one that ends there. Nothing is allocated
    /// once as many threads have been here as work at once.
    /// </summary>
    /// <remarks>
    /// Labels and probabilities are those of the original: with one logistic unit a label they come from its table of 512 steps. Its tool prints 0.00001 more in all
    /// cases, as it adds that before a logarithm; here none is above 1.
    /// </remarks>
    /// <param name="line">The line in UTF-8; other bytes are no error.</param>
    /// <param name="top">Where the labels go, the most probable first; of equal ones the more frequent of the training first, without a tree.</param>
    /// <returns>How many there are: fewer than there is room for where the model has fewer labels, and none where the line has nothing that the model knows.</returns>
    /// <exception cref="InvalidOperationException">The model is one of word vectors.</exception>
    public int Predict(ReadOnlySpan<byte> line, Span<Prediction> top) => Settings.Model == FastTextSettings.Supervised
        ? _predictor.Value.Predict(line, top)
        : throw new InvalidOperationException("The model holds word vectors and predicts no labels: one that was trained with labels is needed.");

    /// <summary>The vector of a word: the mean of its own and those of its n-grams; zeros for a word of which nothing is known.</summary>
    /// <returns>As many numbers as <see cref="FastTextSettings.Dimension"/>.</returns>
    public float[] GetWordVector(string word)
    {
        var vector = new float[Settings.Dimension];
        EmbedWord(Encoding.UTF8.GetBytes(word), vector);
        return vector;
    }

    /// <summary>The same for a word in UTF-8.</summary>
    internal void EmbedWord(ReadOnlySpan<byte> word, Span<float> vector) => _predictor.Value.EmbedWord(word, vector);

    /// <summary>The vector of a line: the mean over all its words and n-grams, from which a model with labels predicts.</summary>
    /// <returns>As many numbers as <see cref="FastTextSettings.Dimension"/>.</returns>
    public float[] GetSentenceVector(ReadOnlySpan<byte> line)
    {
        var vector = new float[Settings.Dimension];
        _predictor.Value.Embed(line, vector);
        return vector;
    }

    /// <summary>Codes are decoded where that takes at most 512 MB, for speed.</summary>
    private static FastTextContent WithoutCodes(FastTextContent content) => content with { Input = Decode(content.Input), Output = Decode(content.Output) };

    private static FastTextMatrix Decode(FastTextMatrix matrix) =>
        matrix is QuantizedMatrix quantized && (long)matrix.Rows * matrix.Columns <= 128 << 20 ? quantized.Decode() : matrix;

    private string[] ReadLabels()
    {
        var vocabulary = Content.Vocabulary;
        var labels = new string[vocabulary.Labels];
        for (var label = 0; label < labels.Length; label++)
        {
            var text = vocabulary.TextOf(vocabulary.Words + label);
            labels[label] = text.StartsWith(LabelPrefix, StringComparison.Ordinal) ? text[LabelPrefix.Length..] : text;
        }

        return labels;
    }
}
