namespace Sinter.Data.FastText;

/// <summary>The examples of some lines: the rows of each line in the input matrix, its labels and its tokens.</summary>
internal sealed class TrainingBlock : FeatureBuffer
{
    private readonly List<int> _rows = [];
    private readonly List<int> _labels = [];
    private readonly List<(int Rows, int Labels, int Tokens)> _ends = [];

    /// <summary>Reads whole lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="reader">What finds the features.</param>
    /// <param name="subwords">The rows of each known word, its own first.</param>
    public TrainingBlock(ReadOnlySpan<byte> lines, FeatureReader reader, int[][] subwords)
    {
        while (!lines.IsEmpty)
        {
            (WordCount, NgramCount, Tokens) = (0, 0, 0);
            lines = lines[reader.ReadLine(lines, this)..];
            foreach (var word in Words.AsSpan(0, WordCount))
            {
                _rows.AddRange(subwords[word]);
            }

            _rows.AddRange(Ngrams.AsSpan(0, NgramCount));
            _ends.Add((_rows.Count, _labels.Count, (int)Tokens));
        }
    }

    /// <summary>The number of lines.</summary>
    public int Lines => _ends.Count;

    /// <summary>The rows of a line.</summary>
    public ReadOnlySpan<int> RowsOf(int line) => Slice(_rows, line == 0 ? 0 : _ends[line - 1].Rows, _ends[line].Rows);

    /// <summary>The labels of a line.</summary>
    public ReadOnlySpan<int> LabelsOf(int line) => Slice(_labels, line == 0 ? 0 : _ends[line - 1].Labels, _ends[line].Labels);

    /// <summary>The tokens of a line.</summary>
    public int TokensOf(int line) => _ends[line].Tokens;

    /// <summary>The rows of a known word: its own, and those of its n-grams.</summary>
    public int[] SubwordsOf(int word, ReadOnlySpan<byte> text, FeatureReader reader)
    {
        NgramCount = 0;
        AddNgram(word);
        reader.AddNgrams(text, this);
        return Ngrams[..NgramCount];
    }

    /// <inheritdoc/>
    public override void AddLabel(int label) => _labels.Add(label);

    /// <inheritdoc/>
    protected override void MakeRoom()
    {
        if (WordCount == Words.Length)
        {
            Words = Grow(Words);
        }

        if (NgramCount == Ngrams.Length)
        {
            Ngrams = Grow(Ngrams);
        }
    }

    private static int[] Grow(int[] values)
    {
        Array.Resize(ref values, values.Length * 2);
        return values;
    }

    private static ReadOnlySpan<int> Slice(List<int> values, int start, int end) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values)[start..end];
}
