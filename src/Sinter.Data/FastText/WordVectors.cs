using System.Text;

namespace Sinter.Data.FastText;

/// <summary>
/// Vectors of words: of a fastText model (<c>.bin</c>, <c>.ftz</c>), where unknown words have vectors by their n-grams, or of a text file (<c>.vec</c>: a line with the number
/// of words and of dimensions, then a line a word). It does not change, and any number of threads may use it.
/// </summary>
public sealed class WordVectors
{
    private readonly FastTextVocabulary _vocabulary;
    private readonly FastTextModel? _model;
    private readonly DenseMatrix _vectors;
    private readonly Lazy<DenseMatrix> _unit;

    /// <summary>The vectors of a model.</summary>
    public WordVectors(FastTextModel model)
        : this(model.Content.Vocabulary, Compose(model), model)
    {
    }

    internal WordVectors(FastTextVocabulary vocabulary, DenseMatrix vectors, FastTextModel? model = null)
    {
        (_vocabulary, _vectors, _model) = (vocabulary, vectors, model);
        _unit = new Lazy<DenseMatrix>(() => Normalised(vectors));
        Total = Math.Max(1, vocabulary.Counts.AsSpan(0, vocabulary.Words).ToArray().Sum());
    }

    /// <summary>The width of a vector.</summary>
    public int Dimension => _vectors.Columns;

    /// <summary>How many words have vectors of their own.</summary>
    public int Count => _vocabulary.Words;

    /// <summary>How many words all of them are in the text of the training.</summary>
    internal long Total { get; }

    /// <summary>The vector of a known word.</summary>
    internal ReadOnlySpan<float> this[int index] => _vectors[index];

    /// <summary>The vectors of length 1.</summary>
    internal DenseMatrix Unit => _unit.Value;

    /// <summary>Reads a model or a text file of vectors, told apart by their first bytes.</summary>
    /// <exception cref="InvalidDataException">It is neither, it is cut short, or its sizes contradict each other.</exception>
    public static WordVectors Load(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Load(stream, path);
    }

    /// <summary>Reads a model or a text file of vectors from a stream that can seek.</summary>
    /// <exception cref="InvalidDataException">It is neither, it is cut short, or its sizes contradict each other.</exception>
    public static WordVectors Load(Stream stream, string name)
    {
        var start = new byte[sizeof(int)];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Seek(-read, SeekOrigin.Current);
        return read == start.Length && System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(start) == FastTextFileReader.Magic
            ? new WordVectors(FastTextModel.Load(stream, name))
            : VectorTextFile.Read(stream, name);
    }

    /// <summary>Writes the vectors of the known words as text.</summary>
    public void SaveText(string path) => AtomicFile.Write(path, SaveText);

    /// <summary>Writes the vectors of the known words as text.</summary>
    public void SaveText(Stream stream) => VectorTextFile.Write(stream, _vocabulary, _vectors);

    /// <summary>A known word by its number; the most frequent have the lowest.</summary>
    public string WordAt(int index) => _vocabulary.TextOf(index);

    /// <summary>The number of a word, or -1 where it is not known.</summary>
    public int IndexOf(ReadOnlySpan<char> word)
    {
        Span<byte> room = stackalloc byte[512];
        return word.Length <= 128 ? IndexOf(room[..Encoding.UTF8.GetBytes(word, room)]) : IndexOf(Encoding.UTF8.GetBytes(word.ToArray()));
    }

    /// <summary>The vector of a word: of an unknown one by its n-grams; null where nothing is known of it.</summary>
    public float[]? Find(string word)
    {
        var vector = new float[Dimension];
        return TryRead(Encoding.UTF8.GetBytes(word), vector) ? vector : null;
    }

    /// <summary>The cosine of two words; null where nothing is known of one of them.</summary>
    public double? Similarity(string first, string second) => Find(first) is { } a && Find(second) is { } b ? Cosine(a, b) : null;

    /// <summary>The words with the greatest cosine to a word, which is not among them; empty where nothing is known of it.</summary>
    public IReadOnlyList<WordNeighbour> Nearest(string word, int count) => Find(word) is { } vector ? Nearest(vector, count, [word]) : [];

    /// <summary>
    /// What is to <paramref name="other"/> as <paramref name="second"/> is to <paramref name="first"/>: the words with the greatest cosine to second - first + other, each taken at
    /// length 1 (Mikolov et al. 2013), without the three themselves.
    /// </summary>
    /// <returns>Empty where nothing is known of one of them.</returns>
    public IReadOnlyList<WordNeighbour> Analogy(string first, string second, string other, int count)
    {
        if (Find(first) is not { } a || Find(second) is not { } b || Find(other) is not { } c)
        {
            return [];
        }

        var wanted = new float[Dimension];
        VectorKernels.AddScaled(wanted, a, -1 / Length(a));
        VectorKernels.AddScaled(wanted, b, 1 / Length(b));
        VectorKernels.AddScaled(wanted, c, 1 / Length(c));
        return Nearest(wanted, count, [first, second, other]);
    }

    /// <summary>The known words with the greatest cosine to a vector, the greatest first; of equal ones the more frequent.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="without">Words that are left out.</param>
    public IReadOnlyList<WordNeighbour> Nearest(ReadOnlySpan<float> vector, int count, IReadOnlyCollection<string> without)
    {
        var left = without.Select(word => IndexOf(word)).ToHashSet();
        var best = new PriorityQueue<int, (float, int)>();
        var length = Length(vector);
        for (var word = 0; word < Count && count > 0 && length > 0; word++)
        {
            if (left.Contains(word) || _vocabulary[word].SequenceEqual(FastTextVocabulary.EndOfLine))
            {
                continue;
            }

            var place = (VectorKernels.Dot(Unit[word], vector), -word);
            if (best.Count < count)
            {
                best.Enqueue(word, place);
            }
            else
            {
                best.EnqueueDequeue(word, place);
            }
        }

        var found = new WordNeighbour[best.Count];
        for (var at = found.Length - 1; best.TryDequeue(out var word, out var place); at--)
        {
            found[at] = new WordNeighbour(WordAt(word), place.Item1 / length);
        }

        return found;
    }

    /// <summary>How often a known word is in the text of the training, as a share of all words; of a text file of vectors, which does not say, one after its rank (Zipf).</summary>
    public double Frequency(int index) => (double)_vocabulary.Counts[index] / Total;

    internal int IndexOf(ReadOnlySpan<byte> word)
    {
        var entry = _vocabulary.Find(word, FastTextHash.Of(word));
        return entry < Count ? entry : -1;
    }

    /// <summary>The vector of a word in UTF-8; false, and zeros, where nothing is known of it.</summary>
    internal bool TryRead(ReadOnlySpan<byte> word, Span<float> vector)
    {
        var index = IndexOf(word);
        if (index >= 0)
        {
            _vectors[index].CopyTo(vector);
        }
        else
        {
            vector.Clear();
            _model?.EmbedWord(word, vector);
        }

        return VectorKernels.Dot(vector, vector) > 0;
    }

    internal static float Length(ReadOnlySpan<float> vector) => MathF.Sqrt(VectorKernels.Dot(vector, vector));

    internal static double Cosine(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var lengths = (double)Length(first) * Length(second);
        return lengths > 0 ? Math.Clamp(VectorKernels.Dot(first, second) / lengths, -1, 1) : 0;
    }

    private static DenseMatrix Compose(FastTextModel model)
    {
        var vectors = new DenseMatrix(model.Words, model.Settings.Dimension);
        for (var word = 0; word < vectors.Rows; word++)
        {
            model.EmbedWord(model.Content.Vocabulary[word], vectors[word]);
        }

        return vectors;
    }

    private static DenseMatrix Normalised(DenseMatrix vectors)
    {
        var unit = new DenseMatrix(vectors.Rows, vectors.Columns, [.. vectors.Values]);
        for (var row = 0; row < unit.Rows; row++)
        {
            var length = Length(unit[row]);
            VectorKernels.Scale(unit[row], length > 0 ? 1 / length : 0);
        }

        return unit;
    }
}

/// <summary>A word and how near it is.</summary>
/// <param name="Word">The word.</param>
/// <param name="Similarity">The cosine, -1 to 1.</param>
public readonly record struct WordNeighbour(string Word, float Similarity);
