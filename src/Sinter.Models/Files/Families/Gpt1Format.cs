using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>GPT-1, as transformers' OpenAIGPTLMHeadModel has it.</summary>
internal sealed class Gpt1Format : GptFormat
{
    private const string ActivationKey = "afn";
    private const int UsualContextLength = 512;

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Gpt1;

    /// <inheritdoc/>
    public override string ModelType => "openai-gpt";

    /// <inheritdoc/>
    public override string ClassPrefix => "OpenAIGPT";

    /// <inheritdoc/>
    protected override string TokenTable => "tokens_embed";

    /// <inheritdoc/>
    protected override string PositionTable => "positions_embed";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        var config = ReadShared(json, head, UsualContextLength);
        return config with
        {
            NormPlacement = NormPlacement.After,
            IntermediateSize = UsualWidth(config.HiddenSize),

            // The name "gelu" stands for the tanh form here, and there is no other.
            Activation = json.OptionalString(ActivationKey) switch
            {
                null or "gelu" => UnaryFunction.GeluTanh,
                "relu" => UnaryFunction.Relu,
                "silu" or "swish" => UnaryFunction.Silu,
                var other => throw json.Unsupported(ActivationKey, other, "gelu, relu, silu or swish"),
            },
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteString(ActivationKey, config.Activation switch
        {
            UnaryFunction.GeluTanh => "gelu",
            UnaryFunction.Relu => "relu",
            UnaryFunction.Silu => "silu",
            _ => throw new ArgumentException($"A GPT-1 has no activation {config.Activation}; choose GeluTanh, Relu or Silu, or the family Gpt2."),
        });
        WriteShared(json, config);
    }
}
