using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>Llama, as transformers' LlamaForCausalLM has it.</summary>
internal sealed class LlamaFormat : FamilyFormat
{
    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Llama;

    /// <inheritdoc/>
    public override string ModelType => "llama";

    /// <inheritdoc/>
    public override string ClassPrefix => "Llama";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        json.RequireOneOf("hidden_act", "silu");
        json.RequireFalse("attention_bias");
        json.RequireFalse("mlp_bias");
        var heads = json.Int("num_attention_heads");
        return new ModelConfig
        {
            Family = Family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = json.Int("hidden_size"),
            Layers = json.Int("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = json.OptionalInt("num_key_value_heads") ?? heads,
            HeadSize = HeadSize(json, json.Int("hidden_size"), heads),
            IntermediateSize = json.Int("intermediate_size"),
            ContextLength = json.OptionalInt("max_position_embeddings") ?? 2048,
            RopeBase = RopeJson.Base(json),
            RopeScaling = RopeJson.Scaling(json),
            NormEpsilon = json.OptionalDouble("rms_norm_eps") ?? 1e-6,
            TieEmbeddings = json.OptionalBool("tie_word_embeddings") ?? false,
            Head = head,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteBoolean("attention_bias", false);
        json.WriteNumber("head_dim", config.HeadSize);
        json.WriteString("hidden_act", "silu");
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteNumber("max_position_embeddings", config.ContextLength);
        json.WriteBoolean("mlp_bias", false);
        json.WriteNumber("num_attention_heads", config.Heads);
        json.WriteNumber("num_hidden_layers", config.Layers);
        json.WriteNumber("num_key_value_heads", config.KeyValueHeads);
        json.WriteNumber("rms_norm_eps", config.NormEpsilon);
        RopeJson.Write(json, config);
        json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
    }

    /// <inheritdoc/>
    public override IEnumerable<TensorPlace> Tensors(ModelConfig config)
    {
        int hidden = config.HiddenSize, query = config.QuerySize, keyValue = config.KeyValueSize, intermediate = config.IntermediateSize;
        yield return new(new(LlamaTensors.Embedding, [config.VocabularySize, hidden]), "embedding");
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var to = $"{layer}.";
            yield return new(new(LlamaTensors.AttentionNorm(layer), [hidden]), to + "attention.norm");
            yield return new(new(LlamaTensors.Query(layer), [query, hidden]), to + "attention.qkv");
            yield return new(new(LlamaTensors.Key(layer), [keyValue, hidden]), to + "attention.qkv", query);
            yield return new(new(LlamaTensors.Value(layer), [keyValue, hidden]), to + "attention.qkv", query + keyValue);
            yield return new(new(LlamaTensors.AttentionOutput(layer), [hidden, query]), to + "attention.output");
            yield return new(new(LlamaTensors.FeedForwardNorm(layer), [hidden]), to + "feedForward.norm");
            yield return new(new(LlamaTensors.Gate(layer), [intermediate, hidden]), to + "feedForward.gateUp");
            yield return new(new(LlamaTensors.Up(layer), [intermediate, hidden]), to + "feedForward.gateUp", intermediate);
            yield return new(new(LlamaTensors.Down(layer), [hidden, intermediate]), to + "feedForward.down");
        }

        yield return new(new(LlamaTensors.FinalNorm, [hidden]), "norm");
        if (config.Head == ModelHead.LanguageModel && !config.TieEmbeddings)
        {
            yield return new(new(LlamaTensors.Output, [config.VocabularySize, hidden]), "output");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string> OtherNames(string name)
        => name.StartsWith("model.", StringComparison.Ordinal) ? [name["model.".Length..]] : [];
}
