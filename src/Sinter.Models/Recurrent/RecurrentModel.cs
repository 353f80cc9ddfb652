using Sinter.Tensors;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Recurrent;

/// <summary>
/// A language model of recurrent layers, LSTM (Hochreiter and Schmidhuber 1997) or GRU (Cho et al. 2014): embedding, layers one upon another, and an output. The
/// baseline that transformers are measured against. Its steps are unrolled in the program, so a long context takes long to compile.
/// </summary>
public sealed class RecurrentModel : TextModel
{
    private readonly Tensor _keep;

    /// <summary>Makes a model whose weights are all zero.</summary>
    /// <param name="config">The description of a recurrent model.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="trainable">Whether there are gradients.</param>
    /// <param name="tuning">What of it is trained; null for everything.</param>
    /// <exception cref="ArgumentException">The config has a fault.</exception>
    public RecurrentModel(ModelConfig config, Backend backend, bool trainable = true, ModelTuning? tuning = null)
        : base(config.Validated(), backend, RecurrentLayout.Of(config), trainable, tuning)
    {
        // By position: 0 for a document's first token, whose state before it is another document's, and 1 for all others.
        var keep = new float[config.ContextLength];
        Array.Fill(keep, 1);
        keep[0] = 0;
        _keep = backend is NullBackend ? Tensor.Over(backend, null, 0, [config.ContextLength, 1]) : Tensor.From<float>(backend, keep, [config.ContextLength, 1]);
    }

    /// <inheritdoc/>
    /// <remarks>The state is forgotten where a document begins, which is where its positions begin: no token sees another document.</remarks>
    public override Tensor Hidden(TextInputs inputs, Action<int, Tensor>? observe = null)
        => Run(inputs.Tokens, null, _keep.Gather(inputs.Positions).Reshape(inputs.Positions.Shape), observe, inputs.EmbeddingNoise).Hidden;

    /// <summary>The last hidden states [batch, time, hidden size] of tokens that go on from a state, and the state of each layer after them.</summary>
    /// <param name="tokens">Token ids [batch, time].</param>
    /// <param name="states">The state of each layer before them.</param>
    public (Tensor Hidden, IReadOnlyList<RecurrentState> States) Continue(Tensor tokens, IReadOnlyList<RecurrentState> states) => Run(tokens, states, null, null);

    /// <inheritdoc/>
    public override Tensor Logits(Tensor hidden) => VocabularyOutput.Logits(this, hidden);

    /// <inheritdoc/>
    public override LossTensors TokenLoss(Tensor hidden, Tensor targets, Tensor scale) => VocabularyOutput.Loss(this, hidden, targets, scale);

    /// <inheritdoc/>
    public override Tensor TokenLogProbabilities(Tensor hidden, Tensor targets) => VocabularyOutput.LogProbabilities(this, hidden, targets);

    private (Tensor Hidden, IReadOnlyList<RecurrentState> States) Run(Tensor tokens, IReadOnlyList<RecurrentState>? states, Tensor? keep, Action<int, Tensor>? observe, Tensor? noise = null)
    {
        var x = Weight("embedding").Gather(tokens);
        x = noise is null ? x : x + noise;
        observe?.Invoke(-1, x);
        var last = new RecurrentState[Config.Layers];
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            var weights = new RecurrentWeights(Weight($"{layer}.input"), Weight($"{layer}.hidden"), Weight($"{layer}.input.bias"), Weight($"{layer}.hidden.bias"));
            var outputs = Config.Family == ModelFamily.Lstm
                ? x.Lstm(weights, states?[layer].Hidden, states?[layer].Cell, keep)
                : x.Gru(weights, states?[layer].Hidden, keep);
            x = outputs.Output;
            last[layer] = new RecurrentState(outputs.Hidden, outputs.Cell);
            observe?.Invoke(layer, x);
        }

        return (x, last);
    }
}
