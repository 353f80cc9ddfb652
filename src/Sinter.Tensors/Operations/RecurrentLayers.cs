using System.Diagnostics.CodeAnalysis;

namespace Sinter.Tensors.Operations;

/// <summary>
/// The weights of a recurrent layer as PyTorch stores them: for an LSTM [4 hidden, ...] with gates in the order input, forget, cell, output, for a GRU
/// [3 hidden, ...] in the order reset, update, new.
/// </summary>
/// <param name="Input">Of the input, [gates hidden, inputs] (PyTorch's weight_ih).</param>
/// <param name="Hidden">Of the hidden state, [gates hidden, hidden] (weight_hh).</param>
/// <param name="InputBias">[gates hidden] (bias_ih).</param>
/// <param name="HiddenBias">[gates hidden] (bias_hh).</param>
public sealed record RecurrentWeights(Tensor Input, Tensor Hidden, Tensor InputBias, Tensor HiddenBias);

/// <summary>What a recurrent layer gives.</summary>
/// <param name="Output">The hidden state after each step, [batch, time, hidden].</param>
/// <param name="Hidden">The hidden state after the last step, [batch, hidden].</param>
/// <param name="Cell">The cell after the last step, [batch, hidden]; null for a layer that has none.</param>
public readonly record struct RecurrentTensors(Tensor Output, Tensor Hidden, Tensor? Cell = null);

/// <summary>
/// Recurrent layers over sequences. The steps are unrolled in the program: the input's product is one for all of them, each step has one of the hidden state and one
/// kernel for the rest, and gradients go back through time like through anything else.
/// </summary>
public static class RecurrentLayers
{
    extension(Tensor x)
    {
        /// <summary>
        /// A long short-term memory over x [batch, time, inputs]; see <see cref="LstmCell"/>. It begins with a hidden state and a cell [batch, hidden],
        /// zeros where none are given.
        /// </summary>
        /// <param name="weights">The layer's weights.</param>
        /// <param name="hidden">The hidden state to begin with.</param>
        /// <param name="cell">The cell to begin with.</param>
        /// <param name="keep">What hidden state and cell are multiplied with before each step, [batch, time]: 0 where a sequence begins anew; null for 1 everywhere.</param>
        public RecurrentTensors Lstm(RecurrentWeights weights, Tensor? hidden = null, Tensor? cell = null, Tensor? keep = null)
        {
            var steps = Steps("Lstm", x, weights, 4, ref hidden);
            var kept = Kept("Lstm", x, keep);
            var c = cell ?? Tensor.Zeros(x.Backend, hidden.Shape, x.Type.Arithmetic());
            var states = new Tensor[steps.Count];
            for (var step = 0; step < steps.Count; step++)
            {
                (hidden, c) = kept is null ? (hidden, c) : (hidden * kept[step], c * kept[step]);
                var outputs = new LstmCell().Apply(hidden.Linear(weights.Hidden, residual: steps[step]), weights.InputBias, weights.HiddenBias, c);
                (hidden, c) = (outputs[0], outputs[1]);
                states[step] = hidden;
            }

            return new(Joined(states), hidden, c);
        }

        /// <summary>
        /// A gated recurrent unit over x [batch, time, inputs]; see <see cref="GruCell"/>. It begins with a hidden state [batch, hidden], zeros where none is given.
        /// </summary>
        /// <param name="weights">The layer's weights.</param>
        /// <param name="hidden">The hidden state to begin with.</param>
        /// <param name="keep">What the hidden state is multiplied with before each step, [batch, time]: 0 where a sequence begins anew; null for 1 everywhere.</param>
        public RecurrentTensors Gru(RecurrentWeights weights, Tensor? hidden = null, Tensor? keep = null)
        {
            var steps = Steps("Gru", x, weights, 3, ref hidden);
            var kept = Kept("Gru", x, keep);
            var states = new Tensor[steps.Count];
            for (var step = 0; step < steps.Count; step++)
            {
                hidden = kept is null ? hidden : hidden * kept[step];
                hidden = new GruCell().Apply(steps[step], hidden.Linear(weights.Hidden), weights.InputBias, weights.HiddenBias, hidden)[0];
                states[step] = hidden;
            }

            return new(Joined(states), hidden);
        }
    }

    /// <summary>The product of the input with its weight, for each step [batch, gates hidden]; and zeros for a hidden state that is not given.</summary>
    private static IReadOnlyList<Tensor> Steps(string name, Tensor x, RecurrentWeights weights, int gates, [NotNull] ref Tensor? hidden)
    {
        var rows = weights.Hidden.Shape.Rank == 2 ? weights.Hidden.Shape[0] : 0;
        if (x.Shape.Rank != 3 || rows == 0 || rows != gates * weights.Hidden.Shape[1] || weights.Input.Shape != [rows, x.Shape[2]]
            || weights.InputBias.Shape != [rows] || weights.HiddenBias.Shape != [rows]
            || (hidden is not null && hidden.Shape != [x.Shape[0], rows / gates]))
        {
            throw new ArgumentException(
                $"{name} was given {x.Shape}, weights {weights.Input.Shape} and {weights.Hidden.Shape}, biases {weights.InputBias.Shape} and {weights.HiddenBias.Shape}, and {hidden?.Shape.ToString() ?? "no"} hidden state; expected x [batch, time, inputs], weights [{gates} hidden, inputs] and [{gates} hidden, hidden], biases [{gates} hidden] and a hidden state [batch, hidden].");
        }

        hidden ??= Tensor.Zeros(x.Backend, [x.Shape[0], rows / gates], x.Type.Arithmetic());
        return [.. x.Linear(weights.Input).Split(1, x.Shape[1]).Select(step => step.Reshape([x.Shape[0], rows]))];
    }

    /// <summary>What the state before each step is multiplied with, [batch, 1].</summary>
    private static Tensor[]? Kept(string name, Tensor x, Tensor? keep) => keep is null ? null
        : keep.Shape == [x.Shape[0], x.Shape[1]] ? [.. keep.Split(1, x.Shape[1])]
        : throw new ArgumentException($"{name} was given {x.Shape} and {keep.Shape} of what is kept; expected [batch, time].");

    private static Tensor Joined(Tensor[] states)
        => Tensor.Concatenate(1, [.. states.Select(state => state.Reshape([state.Shape[0], 1, state.Shape[1]]))]);
}
