using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>GPT-2, and GPT-3 which is made alike, as transformers' GPT2LMHeadModel has them.</summary>
internal sealed class Gpt2Format : GptFormat
{
    private const string ActivationKey = "activation_function";
    private const int UsualContextLength = 1024;

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Gpt2;

    /// <inheritdoc/>
    public override string ModelType => "gpt2";

    /// <inheritdoc/>
    public override string ClassPrefix => "GPT2";

    /// <inheritdoc/>
    protected override string TokenTable => "wte";

    /// <inheritdoc/>
    protected override string PositionTable => "wpe";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        json.RequireFalse("scale_attn_by_inverse_layer_idx");
        json.RequireFalse("add_cross_attention");
        var config = ReadShared(json, head, UsualContextLength);
        return config with
        {
            IntermediateSize = json.OptionalInt("n_inner") ?? UsualWidth(config.HiddenSize),
            Activation = ActivationJson.Read(json, ActivationKey, UnaryFunction.GeluTanh, gated: false),
            AttentionScale = json.OptionalBool("scale_attn_weights") == false ? 1 : null,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        ActivationJson.Write(json, ActivationKey, config.Activation);
        WriteShared(json, config);
        if (config.IntermediateSize == UsualWidth(config.HiddenSize))
        {
            json.WriteNull("n_inner");
        }
        else
        {
            json.WriteNumber("n_inner", config.IntermediateSize);
        }

        json.WriteBoolean("scale_attn_weights", config.AttentionScale is null);
    }
}
