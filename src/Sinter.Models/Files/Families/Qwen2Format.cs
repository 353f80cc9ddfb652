using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>Qwen 2 and 2.5, as transformers' Qwen2ForCausalLM has them: Llama with biases of queries, keys and values.</summary>
internal sealed class Qwen2Format : QwenFormat
{
    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Qwen2;

    /// <inheritdoc/>
    public override string ModelType => "qwen2";

    /// <inheritdoc/>
    public override string ClassPrefix => "Qwen2";

    /// <inheritdoc/>
    protected override ModelConfig ReadMore(JsonFile json, ModelConfig config) => ReadWindow(json, config with { AttentionBias = true });

    /// <inheritdoc/>
    protected override void WriteMore(Utf8JsonWriter json, ModelConfig config) => WriteWindowKeys(json, config);
}
