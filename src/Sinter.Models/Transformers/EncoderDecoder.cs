using Sinter.Models.Adapters;
using Sinter.Tensors;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Transformers;

/// <summary>
/// An encoder-decoder (Vaswani et al. 2017), of the family T5 (Raffel et al. 2020) or BART (Lewis et al. 2020): the encoder reads a source at once, the decoder writes a target
/// token by token, and in each of its blocks, between attention to what it wrote and the feed-forward layer, attends to what the encoder gives.
/// </summary>
public sealed class EncoderDecoder : Model
{
    /// <summary>Makes a model whose weights are all zero.</summary>
    /// <param name="config">The description of an encoder-decoder.</param>
    /// <param name="backend">Where it lives.</param>
    /// <param name="trainable">Whether there are gradients.</param>
    /// <param name="tuning">What of it is trained; null for everything.</param>
    /// <exception cref="ArgumentException">The config has a fault.</exception>
    public EncoderDecoder(ModelConfig config, Backend backend, bool trainable = true, ModelTuning? tuning = null)
        : base(config.Validated(), backend, EncoderDecoderLayout.Of(config), trainable, tuning)
    {
    }

    /// <summary>The decoder's last hidden states [batch, target time, hidden size], after its final norm.</summary>
    /// <param name="inputs">Sources and targets.</param>
    public Tensor Hidden(SourceTargetInputs inputs)
    {
        var memory = Encode(inputs.Source, inputs.SourcePositions, inputs.SourceStarts, noise: inputs.SourceNoise);
        var bias = RelativeBias(EncoderDecoderLayout.Decoder, inputs.Target.Shape[1], inputs.Target.Shape[1], inputs.Target);
        return Decode(
            inputs.Target,
            inputs.TargetPositions,
            (qkv, layer) => qkv.Attention(inputs.TargetStarts, Config.Attention(layer), bias),
            (queries, layer) => CrossAttend(queries, KeyValues(memory, layer), inputs.SourceRanges, layer),
            noise: inputs.TargetNoise);
    }

    /// <summary>What the encoder gives for its sources, [batch, source time, hidden size].</summary>
    /// <param name="tokens">Token ids [batch, source time].</param>
    /// <param name="positions">The position of each in its source.</param>
    /// <param name="documentStarts">The first position of each token's source in its row.</param>
    /// <param name="observe">Is given the hidden states after the embeddings (as layer -1) and after each block; null for nobody.</param>
    /// <param name="noise">What is added to the embeddings [batch, source time, hidden size], such as noise in training; null for nothing.</param>
    public Tensor Encode(Tensor tokens, Tensor positions, Tensor documentStarts, Action<int, Tensor>? observe = null, Tensor? noise = null)
    {
        const string Side = EncoderDecoderLayout.Encoder;
        var bias = RelativeBias(Side, tokens.Shape[1], tokens.Shape[1], tokens);
        var x = Embed(Side, tokens, positions, noise);
        observe?.Invoke(-1, x);
        for (var layer = 0; layer < Config.Layers; layer++)
        {
            var options = Config.Attention(layer) with { Causal = false };
            x = new TransformerBlock(this, $"{Side}{layer}.").Run(x, static qkv => qkv, qkv => qkv.Attention(documentStarts, options, bias));
            observe?.Invoke(layer, x);
        }

        return Norms.Apply(this, x, Side + "norm");
    }

    /// <summary>The decoder's last hidden states [batch, target time, hidden size], with the attentions of the caller.</summary>
    /// <param name="tokens">Token ids [batch, target time].</param>
    /// <param name="positions">The position of each in its target.</param>
    /// <param name="attend">Attention of a layer to the target itself, over packed queries, keys and values; gives [batch, target time, heads · head size].</param>
    /// <param name="crossAttend">Attention of a layer's queries [batch, target time, heads · head size] to the source; gives as much.</param>
    /// <param name="observe">Is given the hidden states after the embeddings (as layer -1) and after each block; null for nobody.</param>
    /// <param name="noise">What is added to the embeddings [batch, target time, hidden size], such as noise in training; null for nothing.</param>
    public Tensor Decode(
        Tensor tokens, Tensor positions, Func<Tensor, int, Tensor> attend, Func<Tensor, int, Tensor> crossAttend, Action<int, Tensor>? observe = null, Tensor? noise = null)
    {
        const string Side = EncoderDecoderLayout.Decoder;
        var x = Embed(Side, tokens, positions, noise);
        observe?.Invoke(-1, x);
        for (var layer = 0; layer < Config.DecoderLayers; layer++)
        {
            var (block, index) = (new TransformerBlock(this, $"{Side}{layer}."), layer);
            x = block.Run(x, static qkv => qkv, qkv => attend(qkv, index), between => block.Part(
                between,
                "crossAttention",
                (input, residual) => block.Linear(crossAttend(block.Linear(input, "crossAttention.query"), index), "crossAttention.output", residual)));
            observe?.Invoke(layer, x);
        }

        return Norms.Apply(this, x, Side + "norm");
    }

    /// <summary>The keys and values of a decoder's layer for what the encoder gives, [batch, source time, 2 · key-value size].</summary>
    public Tensor KeyValues(Tensor memory, int layer) => new TransformerBlock(this, $"{EncoderDecoderLayout.Decoder}{layer}.").Linear(memory, "crossAttention.keyValue");

    /// <summary>How a decoder's layer attends to the source.</summary>
    /// <param name="queries">The layer's queries [batch, target time, heads · head size].</param>
    /// <param name="keyValues">What <see cref="KeyValues"/> gives for the layer.</param>
    /// <param name="sourceRanges">What each query sees of the source, [batch, target time, 2].</param>
    /// <param name="layer">The layer.</param>
    public Tensor CrossAttend(Tensor queries, Tensor keyValues, Tensor sourceRanges, int layer) => queries.CrossAttention(keyValues, sourceRanges, Config.Attention(layer));

    /// <summary>What distances add to the decoder's scores, as <see cref="CachedAttention"/> takes it, [heads, capacity]; null where positions are of another kind.</summary>
    /// <param name="capacity">Positions that the cache can hold.</param>
    /// <param name="beside">Something that the program computes, so that the bias is made of the weights as they are at each run.</param>
    public Tensor? CachedBias(int capacity, Tensor beside) => RelativeBias(EncoderDecoderLayout.Decoder, capacity, keyTime: 1, beside);

    /// <inheritdoc/>
    public override Tensor Logits(Tensor hidden) => VocabularyOutput.Logits(this, hidden);

    /// <inheritdoc/>
    public override LossTensors TokenLoss(Tensor hidden, Tensor targets, Tensor scale) => VocabularyOutput.Loss(this, hidden, targets, scale);

    /// <inheritdoc/>
    public override Tensor TokenLogProbabilities(Tensor hidden, Tensor targets) => VocabularyOutput.LogProbabilities(this, hidden, targets);

    private Tensor Embed(string side, Tensor tokens, Tensor positions, Tensor? noise)
    {
        var x = Weight("embedding").Gather(tokens);
        if (noise is not null)
        {
            x += noise;
        }

        if (Config.EmbeddingScale != 1)
        {
            x = x.Affine(Config.EmbeddingScale);
        }

        if (Find(side + "positions") is { } table)
        {
            x += (Config.PositionOffset == 0 ? table : table.RowsFrom(Config.PositionOffset, Config.ContextLength)).Gather(positions);
        }

        return Norms.Apply(this, x, side + "embeddingNorm");
    }

    /// <summary>The bias of a side by distance, one for all its layers; null where it has none.</summary>
    private Tensor? RelativeBias(string side, int time, int keyTime, Tensor beside)
    {
        if (Find(side + "relativeBias") is not { } table)
        {
            return null;
        }

        // A backend that only counts holds no buckets to look up.
        return Backend is NullBackend
            ? table.Gather(Tensor.Over(Backend, null, 0, [time + keyTime - 1], DataType.Int32)).Permute(1, 0)
            : table.Beside(beside).RelativeBias(time, keyTime, bidirectional: side == EncoderDecoderLayout.Encoder, Config.RelativeMaximumDistance);
    }
}
