using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>
/// DistilBERT, as transformers' DistilBertForMaskedLM and its kin have it: BERT without segments, under names of its own. Its positions are a table in every file, however
/// they were drawn at first.
/// </summary>
internal sealed class DistilBertFormat : EncoderFormat
{
    /// <summary>No key of its config.json: all its norms have it.</summary>
    private const double NormEpsilon = 1e-12;

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.DistilBert;

    /// <inheritdoc/>
    public override string ModelType => "distilbert";

    /// <inheritdoc/>
    public override string ClassPrefix => "DistilBert";

    /// <inheritdoc/>
    protected override string Prefix => "distilbert.";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        var heads = json.Int("n_heads");
        return new ModelConfig
        {
            Family = Family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = json.Int("dim"),
            Layers = json.Int("n_layers"),
            Heads = heads,
            KeyValueHeads = heads,
            IntermediateSize = json.Int("hidden_dim"),
            ContextLength = json.OptionalInt("max_position_embeddings") ?? 512,
            Positions = PositionKind.Learned,
            Norm = NormKind.LayerNorm,
            NormPlacement = NormPlacement.After,
            NormEpsilon = NormEpsilon,
            NormBias = true,
            EmbeddingNorm = true,
            AttentionBias = true,
            AttentionOutputBias = true,
            FeedForwardBias = true,
            Gated = false,
            Activation = ActivationJson.Read(json, "activation", UnaryFunction.Gelu, gated: false),
            OutputBias = true,
            TieEmbeddings = json.OptionalBool("tie_word_embeddings") ?? json.OptionalBool("tie_weights_") ?? true,
            Head = head,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        ActivationJson.Write(json, "activation", config.Activation);
        json.WriteNumber("dim", config.HiddenSize);
        json.WriteNumber("hidden_dim", config.IntermediateSize);
        json.WriteNumber("max_position_embeddings", config.ContextLength);
        json.WriteNumber("n_heads", config.Heads);
        json.WriteNumber("n_layers", config.Layers);
        json.WriteBoolean("sinusoidal_pos_embds", false);
        json.WriteBoolean("tie_weights_", config.TieEmbeddings);
        json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
    }

    /// <inheritdoc/>
    protected override IEnumerable<TensorPlace> Trunk(ModelConfig config, string prefix)
    {
        int hidden = config.HiddenSize, intermediate = config.IntermediateSize;
        var embeddings = prefix + "embeddings.";
        IEnumerable<TensorPlace> places =
        [
            new(new(embeddings + "word_embeddings.weight", [config.VocabularySize, hidden]), "embedding"),
            new(new(embeddings + "position_embeddings.weight", [config.ContextLength, hidden]), "positions"),
            .. LayerNorm(embeddings + "LayerNorm", hidden, "embeddingNorm"),
        ];
        return places.Concat(Enumerable.Range(0, config.Layers).SelectMany(layer =>
        {
            var (from, to) = ($"{prefix}transformer.layer.{layer}.", $"{layer}.");
            return (IEnumerable<TensorPlace>)
            [
                .. QueryKeyValue(config, from + "attention.q_lin", from + "attention.k_lin", from + "attention.v_lin", to + "attention.qkv"),
                .. Linear(from + "attention.out_lin", hidden, hidden, to + "attention.output", bias: true),
                .. LayerNorm(from + "sa_layer_norm", hidden, to + "attention.norm"),
                .. Linear(from + "ffn.lin1", intermediate, hidden, to + "feedForward.up", bias: true),
                .. Linear(from + "ffn.lin2", hidden, intermediate, to + "feedForward.down", bias: true),
                .. LayerNorm(from + "output_layer_norm", hidden, to + "feedForward.norm"),
            ];
        }));
    }

    /// <inheritdoc/>
    protected override IEnumerable<TensorPlace> Head(ModelConfig config) => config.Head switch
    {
        ModelHead.MaskedLanguageModel => MaskedLanguageModel(config, "vocab_transform", "vocab_layer_norm", "vocab_projector.weight", "vocab_projector.bias"),
        ModelHead.TokenClassification => Classifier(config, "classifier"),
        ModelHead.QuestionAnswering => Classifier(config, "qa_outputs"),
        ModelHead.None => [],
        _ => Dense(config, "pre_classifier").Concat(Classifier(config, "classifier")),
    };
}
