using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>Gemma, as transformers' GemmaForCausalLM has it: norms of 1 + weight, GeGLU, embeddings times sqrt(hidden size).</summary>
internal class GemmaFormat : LlamaLikeFormat
{
    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Gemma;

    /// <inheritdoc/>
    public override string ModelType => "gemma";

    /// <inheritdoc/>
    public override string ClassPrefix => "Gemma";

    // Transformers passes over hidden_act: the first files said "gelu" there and meant the tanh form.

    /// <inheritdoc/>
    protected sealed override string ActivationKey => "hidden_activation";

    /// <inheritdoc/>
    protected sealed override UnaryFunction UsualActivation => UnaryFunction.GeluTanh;

    /// <inheritdoc/>
    protected override int? UsualKeyValueHeads => 16;

    /// <inheritdoc/>
    protected sealed override int? UsualHeadSize => 256;

    /// <inheritdoc/>
    protected sealed override int UsualContextLength => 8192;

    /// <inheritdoc/>
    protected sealed override bool UsuallyTied => true;

    /// <inheritdoc/>
    protected override ModelConfig ReadMore(JsonFile json, ModelConfig config)
    {
        var bias = json.OptionalBool("attention_bias") ?? false;
        return config with { NormOffset = 1, EmbeddingScale = Math.Sqrt(Math.Max(config.HiddenSize, 0)), AttentionBias = bias, AttentionOutputBias = bias };
    }

    /// <inheritdoc/>
    protected override void WriteMore(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteBoolean("attention_bias", config.AttentionBias);
        ActivationJson.Write(json, "hidden_act", config.Activation, "gelu_pytorch_tanh");
    }
}
