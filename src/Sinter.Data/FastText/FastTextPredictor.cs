using System.Collections.Concurrent;

namespace Sinter.Data.FastText;

/// <summary>
/// Predicts labels with a model. It holds, for each known word, the sum of its vector and those of its n-grams, so that a known word costs one row; what it needs for a line
/// is taken from a pool, so that it may be used by any number of threads and allocates nothing once warm.
/// </summary>
internal sealed class FastTextPredictor
{
    private const float LogGuard = 1e-5f; // fastText adds it to each factor of hierarchical softmax before the logarithm, and goes no further below it.

    private readonly FastTextContent _content;
    private readonly FeatureReader _reader;
    private readonly LabelTree? _tree;
    private readonly DenseMatrix _words;
    private readonly int[] _features;
    private readonly ConcurrentQueue<Scratch> _pool = new();

    /// <summary>Begins with what a model file holds.</summary>
    public FastTextPredictor(FastTextContent content, byte[] labelPrefix)
    {
        _content = content;
        _reader = new FeatureReader(content.Vocabulary, content.Ngrams, content.Settings, labelPrefix);
        var vocabulary = content.Vocabulary;
        _words = new DenseMatrix(vocabulary.Words, content.Settings.Dimension);
        _features = new int[vocabulary.Words];
        var scratch = new Scratch(this);
        for (var word = 0; word < vocabulary.Words; word++)
        {
            scratch.Begin();
            scratch.AddNgram(word); // Its own row stands before those of the n-grams.
            _reader.AddNgrams(vocabulary[word], scratch);
            scratch.Drain();
            scratch.Sum.CopyTo(_words[word]);
            _features[word] = (int)scratch.Features;
        }

        if (content.Settings is { Model: FastTextSettings.Supervised, Loss: FastTextLoss.HierarchicalSoftmax })
        {
            _tree = new LabelTree(vocabulary.Counts.AsSpan(vocabulary.Words));
        }

        _pool.Enqueue(new Scratch(this));
    }

    /// <summary>The best labels of a line; see <see cref="FastTextModel.Predict"/>.</summary>
    public int Predict(ReadOnlySpan<byte> line, Span<Prediction> top)
    {
        var scratch = _pool.TryDequeue(out var pooled) ? pooled : new Scratch(this);
        var found = 0;
        if (top.Length > 0 && Average(line, scratch))
        {
            found = _tree is null ? PredictFlat(scratch, top) : PredictTree(_tree, scratch, top);
        }

        _pool.Enqueue(scratch);
        return found;
    }

    /// <summary>The mean vector of all features of a line; zeros where it has none.</summary>
    public void Embed(ReadOnlySpan<byte> line, Span<float> vector)
    {
        var scratch = _pool.TryDequeue(out var pooled) ? pooled : new Scratch(this);
        Average(line, scratch);
        scratch.Sum.CopyTo(vector);
        _pool.Enqueue(scratch);
    }

    /// <summary>The vector of a word: the mean of its own and those of its n-grams.</summary>
    public void EmbedWord(ReadOnlySpan<byte> word, Span<float> vector)
    {
        var scratch = _pool.TryDequeue(out var pooled) ? pooled : new Scratch(this);
        scratch.Begin();
        var entry = _content.Vocabulary.Find(word, FastTextHash.Of(word));
        if (entry >= 0 && entry < _content.Vocabulary.Words)
        {
            scratch.AddWord(entry);
        }
        else
        {
            _reader.AddNgrams(word, scratch);
        }

        scratch.Finish();
        scratch.Sum.CopyTo(vector);
        _pool.Enqueue(scratch);
    }

    private bool Average(ReadOnlySpan<byte> line, Scratch scratch)
    {
        scratch.Begin();
        _reader.ReadLine(line, scratch);
        return scratch.Finish();
    }

    private int PredictFlat(Scratch scratch, Span<Prediction> top)
    {
        var scores = scratch.Scores.AsSpan(0, _content.Vocabulary.Labels);
        for (var label = 0; label < scores.Length; label++)
        {
            scores[label] = _content.Output.Dot(label, scratch.Sum);
        }

        if (_content.Settings.Loss == FastTextLoss.Softmax)
        {
            VectorKernels.Softmax(scores);
        }
        else
        {
            foreach (ref var score in scores)
            {
                score = TabulatedSigmoid(score);
            }
        }

        var found = 0;
        for (var label = 0; label < scores.Length; label++)
        {
            found = Insert(top, found, new Prediction(label, MathF.Min(scores[label], 1)));
        }

        return found;
    }

    /// <summary>Goes down the tree, the likelier side first, and turns back where nothing better than the worst of the best can be found.</summary>
    private int PredictTree(LabelTree tree, Scratch scratch, Span<Prediction> top)
    {
        var found = 0;
        var pending = scratch.Pending;
        var depth = 0;
        pending[depth++] = (tree.Root, 1f);
        while (depth > 0)
        {
            var (node, probability) = pending[--depth];
            if (probability < LogGuard || (found == top.Length && !(probability > top[^1].Probability)))
            {
                continue;
            }

            if (node < tree.Labels)
            {
                found = Insert(top, found, new Prediction(node, probability));
                continue;
            }

            var yes = 1 / (1 + MathF.Exp(-_content.Output.Dot(node - tree.Labels, scratch.Sum)));
            var left = (tree.Left(node), probability * (1 - yes + LogGuard));
            var right = (tree.Right(node), probability * (yes + LogGuard));
            var leftFirst = yes < 0.5f;
            pending[depth++] = leftFirst ? right : left;
            pending[depth++] = leftFirst ? left : right;
        }

        for (var at = 0; at < found; at++)
        {
            top[at] = top[at] with { Probability = MathF.Min(top[at].Probability, 1) };
        }

        return found;
    }

    /// <summary>Puts a prediction in its place among the best; what is not a number is left out.</summary>
    private static int Insert(Span<Prediction> top, int found, Prediction prediction)
    {
        if (float.IsNaN(prediction.Probability) || (found == top.Length && !(prediction.Probability > top[^1].Probability)))
        {
            return found;
        }

        var at = found < top.Length ? found++ : found - 1;
        for (; at > 0 && top[at - 1].Probability < prediction.Probability; at--)
        {
            top[at] = top[at - 1];
        }

        top[at] = prediction;
        return found;
    }

    /// <summary>The logistic function as fastText has it: 512 steps from -8 to 8, each with the value at its beginning.</summary>
    private static float TabulatedSigmoid(float score)
    {
        if (!(MathF.Abs(score) <= 8))
        {
            return score < 0 ? 0 : score > 0 ? 1 : float.NaN;
        }

        var step = MathF.Floor((score + 8) * 512 / 8 / 2);
        return 1 / (1 + MathF.Exp(-((step * 16 / 512) - 8)));
    }

    /// <summary>The working room for one line.</summary>
    private sealed class Scratch(FastTextPredictor owner) : FeatureBuffer
    {
        private readonly float[] _sum = new float[owner._content.Settings.Dimension];
        private readonly WordSums _unknown = new(owner._content.Settings.Dimension);

        /// <summary>The sum, then the mean, of the vectors.</summary>
        public Span<float> Sum => _sum;

        /// <summary>How many features were added.</summary>
        public long Features { get; private set; }

        /// <summary>The scores of labels.</summary>
        public float[] Scores { get; } = new float[owner._tree is null ? owner._content.Vocabulary.Labels : 0];

        /// <summary>The nodes of the tree that are still to be seen, with their probabilities.</summary>
        public (int Node, float Probability)[] Pending { get; } = new (int, float)[(owner._tree?.Depth ?? 0) + 2];

        public void Begin()
        {
            _sum.AsSpan().Clear();
            (Features, WordCount, NgramCount) = (0, 0, 0);
        }

        /// <summary>Makes the sum a mean; false where there was nothing.</summary>
        public bool Finish()
        {
            Drain();
            if (Features > 0)
            {
                VectorKernels.Scale(_sum, 1f / Features);
            }

            return Features > 0;
        }

        /// <summary>Adds what is there to the sum.</summary>
        public void Drain()
        {
            var words = Words.AsSpan(0, WordCount);
            owner._words.AddRows(words, _sum);
            foreach (var word in words)
            {
                Features += owner._features[word];
            }

            owner._content.Input.AddRows(Ngrams.AsSpan(0, NgramCount), _sum);
            Features += NgramCount;
            (WordCount, NgramCount) = (0, 0);
        }

        /// <inheritdoc/>
        public override void AddUnknown(ReadOnlySpan<byte> word, uint hash, FeatureReader reader)
        {
            var place = _unknown.PlaceOf(word, hash);
            if (place < 0)
            {
                reader.AddNgrams(word, this);
                return;
            }

            if (!_unknown.Holds(place, word, hash))
            {
                if (NgramCount + WordSums.MostFeatures > Ngrams.Length)
                {
                    Drain();
                }

                var before = NgramCount;
                reader.AddNgrams(word, this);
                var rows = Ngrams.AsSpan(before, NgramCount - before);
                owner._content.Input.AddRows(rows, _unknown.Put(place, word, hash, rows.Length));
                NgramCount = before;
            }

            VectorKernels.AddScaled(_sum, _unknown.SumOf(place), 1);
            Features += _unknown.FeaturesOf(place);
        }

        /// <inheritdoc/>
        protected override void MakeRoom() => Drain();
    }
}
