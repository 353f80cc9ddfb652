using Sinter.Tensors;
using Sinter.Tensors.Programs;
using static System.FormattableString;

namespace Sinter.Models.Surgery;

/// <summary>
/// How much each layer of a model changes what passes through it: the block influence of ShortGPT (Men et al. 2024), 1 - the mean cosine similarity of a token's hidden
/// states before and after the layer. A layer that hardly turns them can go with little loss.
/// </summary>
public static class LayerImportance
{
    /// <summary>Measures the influence of every layer on a sample.</summary>
    /// <param name="model">The model; its weights are read, not copied.</param>
    /// <param name="sequences">Token ids of texts, each at most as long as the model's context; empty ones are passed over.</param>
    /// <param name="cancellation">Ends the measurement between two sequences.</param>
    /// <returns>A number from 0 to 2 for each layer.</returns>
    /// <exception cref="ArgumentException">There is no token, one that the model lacks, or a sequence is too long.</exception>
    /// <exception cref="InvalidDataException">The hidden states are not finite.</exception>
    public static double[] Measure(TextModel model, IEnumerable<int[]> sequences, CancellationToken cancellation = default)
    {
        var sums = new double[model.Config.Layers];
        var tokens = 0L;
        Probe? probe = null;
        foreach (var sequence in sequences.Where(static sequence => sequence.Length > 0))
        {
            cancellation.ThrowIfCancellationRequested();
            Check(model.Config, sequence);
            if (probe?.Length != sequence.Length)
            {
                probe = new Probe(model, sequence.Length);
            }

            probe.AddTo(sums, sequence);
            tokens += sequence.Length;
        }

        if (tokens == 0)
        {
            throw new ArgumentException("The sample has no tokens, so that the layers' importance cannot be measured; give a longer text.");
        }

        var influence = Array.ConvertAll(sums, sum => sum / tokens);
        return Array.TrueForAll(influence, double.IsFinite)
            ? influence
            : throw new InvalidDataException("The model's hidden states are not finite; its weights are damaged or were not trained to their end.");
    }

    /// <summary>The layers that stay where the least important go, in their order. Of layers of the same importance the later go first.</summary>
    /// <param name="config">The description of the model; its first layer stays where no other could be the first.</param>
    /// <param name="importance">A number for each layer.</param>
    /// <param name="keep">How many stay.</param>
    /// <exception cref="ArgumentException">There are not so many.</exception>
    public static IReadOnlyList<int> MostImportant(ModelConfig config, IReadOnlyList<double> importance, int keep) => keep >= 1 && keep <= importance.Count
        ? [.. Enumerable.Range(0, importance.Count)
            .OrderByDescending(layer => layer == 0 && config.SkipsFirstNorm)
            .ThenByDescending(layer => importance[layer])
            .ThenBy(static layer => layer)
            .Take(keep)
            .Order()]
        : throw new ArgumentException(Invariant($"{keep} layers cannot stay of a model of {importance.Count}; give 1 to {importance.Count}."));

    private static void Check(ModelConfig config, int[] sequence)
    {
        if (sequence.Length > config.ContextLength)
        {
            throw new ArgumentException(Invariant($"A sequence has {sequence.Length} tokens and the model's context {config.ContextLength}; cut it."));
        }

        if (Array.FindIndex(sequence, token => (uint)token >= (uint)config.VocabularySize) is >= 0 and var odd)
        {
            throw new ArgumentException(Invariant($"The sample holds the token {sequence[odd]} and the model knows {config.VocabularySize}; model and tokenizer do not belong together."));
        }
    }

    /// <summary>The hidden states around every layer, for sequences of one length.</summary>
    private sealed class Probe
    {
        private readonly Tensor _tokens;
        private readonly Tensor[] _hidden;
        private readonly StepProgram _program;
        private readonly int _width;

        public Probe(TextModel model, int length)
        {
            Length = length;
            _width = model.Config.HiddenSize;
            _hidden = new Tensor[model.Config.Layers + 1];
            _tokens = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            var positions = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            var documentStarts = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            var last = model.Hidden(new TextInputs(_tokens, positions, documentStarts), (layer, states) =>
            {
                if (layer < model.Config.Layers)
                {
                    _hidden[layer + 1] = states;
                }
            });
            _program = StepProgram.Compile([last, .. _hidden]);
            if (_program.Holds(documentStarts))
            {
                _program.Values<int>(documentStarts).Clear();
            }

            // Some families do not ask where a token stands.
            for (var i = 0; i < length && _program.Holds(positions); i++)
            {
                _program.Values<int>(positions)[i] = i;
            }
        }

        public int Length { get; }

        /// <summary>Adds to each layer's sum 1 - cosine for every token.</summary>
        public void AddTo(double[] sums, int[] sequence)
        {
            sequence.CopyTo(_program.Values<int>(_tokens));
            _program.Run();
            for (var layer = 0; layer < sums.Length; layer++)
            {
                ReadOnlySpan<float> before = _program.Values<float>(_hidden[layer]), after = _program.Values<float>(_hidden[layer + 1]);
                for (var token = 0; token < Length; token++)
                {
                    sums[layer] += 1 - Cosine(before.Slice(token * _width, _width), after.Slice(token * _width, _width));
                }
            }
        }

        /// <summary>The cosine of the angle; of two zero vectors 1, as nothing was changed.</summary>
        private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            double dot = 0, aa = 0, bb = 0;
            for (var i = 0; i < a.Length; i++)
            {
                dot += (double)a[i] * b[i];
                aa += (double)a[i] * a[i];
                bb += (double)b[i] * b[i];
            }

            var norms = Math.Sqrt(aa) * Math.Sqrt(bb);
            return norms > 0 ? dot / norms : aa == bb ? 1 : 0;
        }
    }
}
