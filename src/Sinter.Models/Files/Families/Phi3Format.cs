using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>Phi-3 and Phi-4, as transformers' Phi3ForCausalLM has them: Llama whose matrices lie together in files, as they do here.</summary>
internal sealed class Phi3Format : LlamaLikeFormat
{
    private const string ShareKey = "partial_rotary_factor";

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Phi3;

    /// <inheritdoc/>
    public override string ModelType => "phi3";

    /// <inheritdoc/>
    public override string ClassPrefix => "Phi3";

    /// <inheritdoc/>
    protected override int UsualContextLength => 4096;

    /// <inheritdoc/>
    protected override double UsualEpsilon => 1e-5;

    /// <inheritdoc/>
    protected override bool IsFused => true;

    /// <inheritdoc/>
    protected override ModelConfig ReadMore(JsonFile json, ModelConfig config)
    {
        json.RequireFalse("attention_bias");
        return config with { Window = Window(json, otherwise: 0), RotaryShare = RopeJson.Share(json) };
    }

    /// <inheritdoc/>
    protected override void WriteMore(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteBoolean("attention_bias", false);
        WriteWindow(json, config);
        json.WriteNumber("original_max_position_embeddings", config.ContextLength);
        json.WriteNumber(ShareKey, config.RotaryShare);
    }
}
