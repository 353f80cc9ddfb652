namespace Sinter.Data.FastText;

/// <summary>Steps of stochastic gradient descent on the two matrices of a model, one example at a time.</summary>
internal sealed class GradientSteps
{
    private readonly DenseMatrix _input;
    private readonly DenseMatrix _output;
    private readonly FastTextLoss _loss;
    private readonly int _negatives;
    private readonly int[][] _paths;
    private readonly double[] _drawn;
    private readonly float[] _hidden;
    private readonly float[] _gradient;
    private readonly float[] _scores;
    private SplitMix _random;

    /// <summary>Begins with the matrices, which it changes.</summary>
    public GradientSteps(DenseMatrix input, DenseMatrix output, FastTextSettings settings, int seed, ReadOnlySpan<long> labelCounts)
    {
        (_input, _output, _loss, _negatives) = (input, output, settings.Loss, settings.Negatives);
        (_hidden, _gradient, _scores) = (new float[input.Columns], new float[input.Columns], new float[output.Rows]);
        _random = SplitMix.For(seed, -1);
        _paths = [];
        _drawn = [];
        if (_loss == FastTextLoss.HierarchicalSoftmax)
        {
            var tree = new LabelTree(labelCounts);
            _paths = [.. Enumerable.Range(0, tree.Labels).Select(tree.PathTo)];
        }
        else if (_loss == FastTextLoss.NegativeSampling)
        {
            var total = 0.0;
            _drawn = new double[labelCounts.Length];
            for (var label = 0; label < _drawn.Length; label++)
            {
                total += Math.Sqrt(labelCounts[label]);
                _drawn[label] = total;
            }
        }
    }

    /// <summary>Learns from one line. Lines without labels or features teach nothing.</summary>
    public void Learn(ReadOnlySpan<int> rows, ReadOnlySpan<int> labels, float learningRate)
    {
        if (rows.IsEmpty || labels.IsEmpty)
        {
            return;
        }

        Array.Clear(_hidden);
        Array.Clear(_gradient);
        _input.AddRows(rows, _hidden);
        VectorKernels.Scale(_hidden, 1f / rows.Length);
        switch (_loss)
        {
            case FastTextLoss.Softmax:
                LearnSoftmax(Draw(labels), learningRate);
                break;
            case FastTextLoss.HierarchicalSoftmax:
                foreach (var step in _paths[Draw(labels)])
                {
                    LearnUnit(step >> 1, (step & 1) != 0, learningRate);
                }

                break;
            case FastTextLoss.OneVersusAll:
                for (var label = 0; label < _output.Rows; label++)
                {
                    LearnUnit(label, labels.Contains(label), learningRate);
                }

                break;
            case FastTextLoss.NegativeSampling:
                LearnSampled(Draw(labels), learningRate);
                break;
        }

        VectorKernels.Scale(_gradient, 1f / rows.Length);
        foreach (var row in rows)
        {
            VectorKernels.AddScaled(_input[row], _gradient, 1);
        }
    }

    private int Draw(ReadOnlySpan<int> labels) => labels.Length == 1 ? labels[0] : labels[_random.NextBelow(labels.Length)];

    private void LearnSoftmax(int target, float learningRate)
    {
        for (var label = 0; label < _scores.Length; label++)
        {
            _scores[label] = VectorKernels.Dot(_output[label], _hidden);
        }

        VectorKernels.Softmax(_scores);
        for (var label = 0; label < _scores.Length; label++)
        {
            VectorKernels.Exchange(_gradient, _output[label], _hidden, learningRate * ((label == target ? 1 : 0) - _scores[label]));
        }
    }

    private void LearnSampled(int target, float learningRate)
    {
        LearnUnit(target, true, learningRate);
        for (var draw = 0; draw < _negatives && _drawn.Length > 1;)
        {
            var at = Array.BinarySearch(_drawn, _random.NextSingle() * _drawn[^1]);
            var label = Math.Min(at < 0 ? ~at : at + 1, _drawn.Length - 1);
            if (label != target)
            {
                LearnUnit(label, false, learningRate);
                draw++;
            }
        }
    }

    private void LearnUnit(int row, bool isTrue, float learningRate)
    {
        var score = 1 / (1 + MathF.Exp(-VectorKernels.Dot(_output[row], _hidden)));
        VectorKernels.Exchange(_gradient, _output[row], _hidden, learningRate * ((isTrue ? 1 : 0) - score));
    }
}
