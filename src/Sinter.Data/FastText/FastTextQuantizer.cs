namespace Sinter.Data.FastText;

/// <summary>
/// Makes models with labels small, as <c>fasttext quantize</c> does (Joulin and others: FastText.zip, 2016): short vectors are left out, and those that stay become a byte
/// for every few columns.
/// </summary>
public static class FastTextQuantizer
{
    /// <summary>The model with codes for vectors; saved, it is a <c>.ftz</c> file. The same model, options and seed give the same bytes.</summary>
    /// <exception cref="ArgumentException">The model is quantized already or predicts no labels, or an option is out of its range.</exception>
    public static FastTextModel Quantize(FastTextModel model, FastTextQuantizationOptions options)
    {
        Require(options.PartWidth > 0 && options.PartWidth <= model.Settings.Dimension, $"parts of {options.PartWidth} columns (dsub) do not fit vectors of {model.Settings.Dimension}");
        var content = Prune(model, options.Cutoff).Content;
        return new FastTextModel(
            content with
            {
                Input = Quantize((DenseMatrix)content.Input, options, options.PartWidth),
                Output = options.QuantizeOutput ? Quantize((DenseMatrix)content.Output, options, Math.Min(2, model.Settings.Dimension)) : content.Output,
            },
            model.LabelPrefix);
    }

    /// <summary>
    /// The model with only the longest vectors, as floats: to be trained further (<see cref="FastTextTrainer.Continue"/>, <c>-retrain</c> of fastText) before it is quantized. Such
    /// a model cannot be saved, as the format has no pruned models with floats.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="cutoff">How many vectors of words and n-grams are kept; 0 for all.</param>
    /// <exception cref="ArgumentException">The model is quantized already or predicts no labels, or <paramref name="cutoff"/> is negative.</exception>
    public static FastTextModel Prune(FastTextModel model, int cutoff)
    {
        var content = model.Content;
        Require(model.Settings.Model == FastTextSettings.Supervised, "it holds word vectors, and only models with labels can be");
        Require(content.Input is DenseMatrix && content.Output is DenseMatrix, "it is quantized already");
        Require(cutoff >= 0, $"{cutoff} vectors cannot be kept (cutoff)");
        if (cutoff == 0 || cutoff >= content.Vocabulary.Words + content.Ngrams.Rows)
        {
            return model;
        }

        var input = (DenseMatrix)content.Input;
        var words = content.Vocabulary.Words;
        var kept = LongestRows(content, input, cutoff);
        var firstNgram = kept.AsSpan().BinarySearch(words) is var at && at < 0 ? ~at : at;
        var old = content.Ngrams.IsPruned ? content.Ngrams.ToArray() : null;
        var buckets = kept.AsSpan(firstNgram).ToArray();
        for (var ngram = 0; ngram < buckets.Length; ngram++)
        {
            buckets[ngram] = old is null ? buckets[ngram] - words : old[buckets[ngram] - words];
        }

        var pruned = new DenseMatrix(kept.Length, input.Columns);
        for (var row = 0; row < kept.Length; row++)
        {
            input[kept[row]].CopyTo(pruned[row]);
        }

        return new FastTextModel(
            content with
            {
                Vocabulary = content.Vocabulary.Keep(kept.AsSpan(0, firstNgram)),
                Ngrams = NgramRows.Of(content.Settings.Buckets, buckets),
                Input = pruned,
            },
            model.LabelPrefix);
    }

    /// <summary>The rows with the longest vectors in ascending order; the end of the line is always among them.</summary>
    private static int[] LongestRows(FastTextContent content, DenseMatrix input, int cutoff)
    {
        var lengths = new float[content.Vocabulary.Words + content.Ngrams.Rows];
        var rows = new int[lengths.Length];
        for (var row = 0; row < lengths.Length; row++)
        {
            rows[row] = row;
            lengths[row] = -VectorKernels.Dot(input[row], input[row]);
        }

        var end = content.Vocabulary.Find(FastTextVocabulary.EndOfLine, FastTextHash.Of(FastTextVocabulary.EndOfLine));
        if (end >= 0)
        {
            lengths[end] = float.NegativeInfinity;
        }

        var order = rows.OrderBy(row => lengths[row]).Take(cutoff).ToArray();
        Array.Sort(order);
        return order;
    }

    private static QuantizedMatrix Quantize(DenseMatrix matrix, FastTextQuantizationOptions options, int partWidth)
    {
        var training = new ProductQuantizerTraining(options.Seed, options.Threads);
        if (!options.NormsApart)
        {
            var (quantizer, codes) = training.Run(matrix, partWidth);
            return new QuantizedMatrix(matrix.Rows, quantizer, codes, null, []);
        }

        var directions = new DenseMatrix(matrix.Rows, matrix.Columns, [.. matrix.Values]);
        var lengths = new DenseMatrix(matrix.Rows, 1);
        for (var row = 0; row < matrix.Rows; row++)
        {
            var length = MathF.Sqrt(VectorKernels.Dot(matrix[row], matrix[row]));
            lengths.Values[row] = length;
            if (length > 0)
            {
                VectorKernels.Scale(directions[row], 1 / length);
            }
        }

        var (direction, directionCodes) = training.Run(directions, partWidth);
        var (norm, normCodes) = training.Run(lengths, 1);
        return new QuantizedMatrix(matrix.Rows, direction, directionCodes, norm, normCodes);
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new ArgumentException($"The fastText model cannot be quantized so: {fault}.");
        }
    }
}
