using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>Llama, as transformers' LlamaForCausalLM has it.</summary>
internal sealed class LlamaFormat : LlamaLikeFormat
{
    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Llama;

    /// <inheritdoc/>
    public override string ModelType => "llama";

    /// <inheritdoc/>
    public override string ClassPrefix => "Llama";

    /// <inheritdoc/>
    public override bool HasPredictionHeads => true;

    /// <inheritdoc/>
    protected override int UsualContextLength => 2048;

    /// <inheritdoc/>
    protected override ModelConfig ReadMore(JsonFile json, ModelConfig config)
    {
        var bias = json.OptionalBool("attention_bias") ?? false;
        return config with { AttentionBias = bias, AttentionOutputBias = bias, FeedForwardBias = json.OptionalBool("mlp_bias") ?? false };
    }

    /// <inheritdoc/>
    protected override void WriteMore(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteBoolean("attention_bias", config.AttentionBias);
        json.WriteBoolean("mlp_bias", config.FeedForwardBias);
    }
}
