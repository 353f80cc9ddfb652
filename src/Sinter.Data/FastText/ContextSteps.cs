namespace Sinter.Data.FastText;

/// <summary>
/// Steps of stochastic gradient descent that teach words and contexts, with negative sampling and n-grams of characters (Bojanowski, Grave, Joulin, Mikolov: Enriching word
/// vectors with subword information, 2017).
/// </summary>
/// <remarks>
/// The steps are those of the original, in its order. But where it adds up the n-grams of a word anew for every word around it, and changes all of them every time, here the sum
/// is made once and follows its changes: all rows of a word change by the same vector, so that their mean changes by it too (times <c>spread</c>, where a row counts twice).
/// </remarks>
internal sealed class ContextSteps
{
    // A text of nearly one word alone has nearly no others to draw.
    private const int MostRedraws = 100;

    private readonly DenseMatrix _input;
    private readonly DenseMatrix _output;
    private readonly int[][] _subwords;
    private readonly float[] _spread;
    private readonly AliasTable _negatives;
    private readonly SigmoidTable _sigmoid = new();
    private readonly int[] _drawn;
    private readonly int _window;
    private readonly float[] _hidden;
    private readonly float[] _gradient;
    private readonly float[] _change;
    private readonly List<int> _bag = [];
    private SplitMix _random;

    /// <summary>Begins with the matrices, which it changes.</summary>
    /// <param name="input">The vectors of words and n-grams.</param>
    /// <param name="output">The vectors of words as context.</param>
    /// <param name="subwords">The rows of each word, its own first.</param>
    /// <param name="counts">How often each word is in the text.</param>
    /// <param name="options">The window, the number of negatives and the seed.</param>
    public ContextSteps(DenseMatrix input, DenseMatrix output, int[][] subwords, ReadOnlySpan<long> counts, WordVectorOptions options)
    {
        (_input, _output, _subwords, _window) = (input, output, subwords, options.Window);
        (_hidden, _gradient, _change) = (new float[input.Columns], new float[input.Columns], new float[input.Columns]);
        _random = SplitMix.For(options.Seed, -1);
        _drawn = new int[1 + (output.Rows > 1 ? options.Negatives : 0)];
        _spread = Array.ConvertAll(subwords, SpreadOf);
        var weights = new double[counts.Length];
        for (var word = 0; word < weights.Length; word++)
        {
            weights[word] = Math.Sqrt(counts[word]);
        }

        _negatives = new AliasTable(weights);
    }

    /// <summary>Learns to tell, from each word of a line, the words around it.</summary>
    public void LearnSkipgram(ReadOnlySpan<int> line, float learningRate)
    {
        for (var at = 0; at < line.Length; at++)
        {
            var reach = 1 + _random.NextBelow(_window);
            var rows = _subwords[line[at]];
            var spread = _spread[line[at]];
            ReadMean(rows);
            Array.Clear(_change);
            for (var context = Math.Max(0, at - reach); context <= Math.Min(line.Length - 1, at + reach); context++)
            {
                if (context != at)
                {
                    LearnSampled(line[context], learningRate);
                    VectorKernels.AddScaled(_hidden, _gradient, spread);
                    VectorKernels.AddScaled(_change, _gradient, 1);
                }
            }

            foreach (var row in rows)
            {
                VectorKernels.AddScaled(_input[row], _change, 1);
            }
        }
    }

    /// <summary>Learns to tell each word of a line from the words around it.</summary>
    public void LearnBagOfWords(ReadOnlySpan<int> line, float learningRate)
    {
        for (var at = 0; at < line.Length; at++)
        {
            var reach = 1 + _random.NextBelow(_window);
            _bag.Clear();
            for (var context = Math.Max(0, at - reach); context <= Math.Min(line.Length - 1, at + reach); context++)
            {
                if (context != at)
                {
                    _bag.AddRange(_subwords[line[context]]);
                }
            }

            if (_bag.Count == 0)
            {
                continue;
            }

            var rows = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bag);
            ReadMean(rows);
            LearnSampled(line[at], learningRate);
            foreach (var row in rows)
            {
                VectorKernels.AddScaled(_input[row], _gradient, 1);
            }
        }
    }

    private void ReadMean(ReadOnlySpan<int> rows)
    {
        Array.Clear(_hidden);
        _input.AddRows(rows, _hidden);
        VectorKernels.Scale(_hidden, 1f / rows.Length);
    }

    /// <summary>Draws the words against which a target is told, and leaves the change of the input in the gradient.</summary>
    private void LearnSampled(int target, float learningRate)
    {
        _drawn[0] = target;
        var drawn = 1;
        for (var draw = 1; drawn < _drawn.Length && draw < _drawn.Length + MostRedraws; draw++)
        {
            var word = _negatives.Draw(ref _random);
            if (word != target)
            {
                _drawn[drawn++] = word;
            }
        }

        Array.Clear(_gradient);
        foreach (var word in _drawn.AsSpan(0, drawn))
        {
            var row = _output[word];
            var score = _sigmoid.Of(VectorKernels.Dot(row, _hidden));
            VectorKernels.Exchange(_gradient, row, _hidden, learningRate * ((word == target ? 1 : 0) - score));
        }
    }

    /// <summary>By how much of a change of all its rows the mean of a word changes: 1, and more where a row is there twice.</summary>
    private static float SpreadOf(int[] rows) => (float)rows.CountBy(static row => row).Sum(static row => (double)row.Value * row.Value) / rows.Length;
}
