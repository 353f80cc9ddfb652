using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>BERT, as transformers' BertForMaskedLM and its kin have it.</summary>
internal class BertFormat : EncoderFormat
{
    private const string NormName = "LayerNorm";

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Bert;

    /// <inheritdoc/>
    public override string ModelType => "bert";

    /// <inheritdoc/>
    public override string ClassPrefix => "Bert";

    /// <inheritdoc/>
    protected override string Prefix => "bert.";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        json.RequireOneOf("position_embedding_type", "absolute");
        json.RequireFalse("is_decoder");
        json.RequireFalse("add_cross_attention");
        var heads = json.Int("num_attention_heads");
        return new ModelConfig
        {
            Family = Family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = json.Int("hidden_size"),
            Layers = json.Int("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = heads,
            IntermediateSize = json.Int("intermediate_size"),
            ContextLength = json.OptionalInt("max_position_embeddings") ?? 512,
            Positions = PositionKind.Learned,
            TokenTypes = json.OptionalInt("type_vocab_size") ?? 2,
            Norm = NormKind.LayerNorm,
            NormPlacement = NormPlacement.After,
            NormEpsilon = json.OptionalDouble("layer_norm_eps") ?? 1e-12,
            NormBias = true,
            EmbeddingNorm = true,
            AttentionBias = true,
            AttentionOutputBias = true,
            FeedForwardBias = true,
            Gated = false,
            Activation = ActivationJson.Read(json, "hidden_act", UnaryFunction.Gelu, gated: false),
            OutputBias = true,
            TieEmbeddings = json.OptionalBool("tie_word_embeddings") ?? true,
            Head = head,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        ActivationJson.Write(json, "hidden_act", config.Activation);
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteNumber("layer_norm_eps", config.NormEpsilon);
        json.WriteNumber("max_position_embeddings", config.ContextLength + config.PositionOffset);
        json.WriteNumber("num_attention_heads", config.Heads);
        json.WriteNumber("num_hidden_layers", config.Layers);
        json.WriteString("position_embedding_type", "absolute");
        json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
        json.WriteNumber("type_vocab_size", config.TokenTypes);
    }

    /// <summary>The names of bare trunks, and those of files from before transformers, whose norms had a gamma and a beta.</summary>
    public override IEnumerable<string> OtherNames(string name) => base.OtherNames(name).Prepend(name).SelectMany(static name =>
        name.EndsWith(NormName + ".weight", StringComparison.Ordinal) ? [name, name[..^"weight".Length] + "gamma"]
        : name.EndsWith(NormName + ".bias", StringComparison.Ordinal) ? [name, name[..^"bias".Length] + "beta"]
        : name == "cls.predictions.bias" ? [name, "cls.predictions.decoder.bias"]
        : (IEnumerable<string>)[name]).Skip(1);

    /// <inheritdoc/>
    protected override IEnumerable<TensorPlace> Trunk(ModelConfig config, string prefix)
    {
        int hidden = config.HiddenSize, intermediate = config.IntermediateSize;
        var embeddings = prefix + "embeddings.";
        IEnumerable<TensorPlace> places =
        [
            new(new(embeddings + "word_embeddings.weight", [config.VocabularySize, hidden]), "embedding"),
            new(new(embeddings + "position_embeddings.weight", [config.ContextLength + config.PositionOffset, hidden]), "positions"),
            new(new(embeddings + "token_type_embeddings.weight", [config.TokenTypes, hidden]), "tokenTypes"),
            .. LayerNorm(embeddings + NormName, hidden, "embeddingNorm"),
        ];
        return places.Concat(Enumerable.Range(0, config.Layers).SelectMany(layer =>
        {
            var (from, to) = ($"{prefix}encoder.layer.{layer}.", $"{layer}.");
            return (IEnumerable<TensorPlace>)
            [
                .. QueryKeyValue(config, from + "attention.self.query", from + "attention.self.key", from + "attention.self.value", to + "attention.qkv"),
                .. Linear(from + "attention.output.dense", hidden, hidden, to + "attention.output", bias: true),
                .. LayerNorm(from + "attention.output." + NormName, hidden, to + "attention.norm"),
                .. Linear(from + "intermediate.dense", intermediate, hidden, to + "feedForward.up", bias: true),
                .. Linear(from + "output.dense", hidden, intermediate, to + "feedForward.down", bias: true),
                .. LayerNorm(from + "output." + NormName, hidden, to + "feedForward.norm"),
            ];
        }));
    }

    /// <inheritdoc/>
    protected override IEnumerable<TensorPlace> Head(ModelConfig config) => config.Head switch
    {
        ModelHead.MaskedLanguageModel => MaskedLanguageModel(
            config, "cls.predictions.transform.dense", "cls.predictions.transform." + NormName, "cls.predictions.decoder.weight", "cls.predictions.bias"),
        ModelHead.TokenClassification => Classifier(config, "classifier"),
        ModelHead.QuestionAnswering => Classifier(config, "qa_outputs"),
        ModelHead.None => [],
        _ => Dense(config, Prefix + "pooler.dense").Concat(Classifier(config, "classifier")),
    };
}
