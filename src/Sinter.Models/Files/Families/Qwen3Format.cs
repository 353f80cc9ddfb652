using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>Qwen 3, as transformers' Qwen3ForCausalLM has it: Llama whose queries and keys are normalised head by head.</summary>
internal sealed class Qwen3Format : QwenFormat
{
    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Qwen3;

    /// <inheritdoc/>
    public override string ModelType => "qwen3";

    /// <inheritdoc/>
    public override string ClassPrefix => "Qwen3";

    /// <inheritdoc/>
    protected override int? UsualHeadSize => 128;

    /// <inheritdoc/>
    protected override ModelConfig ReadMore(JsonFile json, ModelConfig config)
    {
        var bias = json.OptionalBool("attention_bias") ?? false;
        return ReadWindow(json, config with { QueryKeyNorm = true, AttentionBias = bias, AttentionOutputBias = bias });
    }

    /// <inheritdoc/>
    protected override void WriteMore(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteBoolean("attention_bias", config.AttentionBias);
        WriteWindowKeys(json, config);
    }
}
