using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>Mistral, as transformers' MistralForCausalLM has it: Llama with a sliding window.</summary>
internal sealed class MistralFormat : LlamaLikeFormat
{
    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Mistral;

    /// <inheritdoc/>
    public override string ModelType => "mistral";

    /// <inheritdoc/>
    public override string ClassPrefix => "Mistral";

    /// <inheritdoc/>
    protected override int? UsualKeyValueHeads => 8;

    /// <inheritdoc/>
    protected override int UsualContextLength => 131072;

    /// <inheritdoc/>
    protected override ModelConfig ReadMore(JsonFile json, ModelConfig config) => config with { Window = Window(json, otherwise: 4096) };

    /// <inheritdoc/>
    protected override void WriteMore(Utf8JsonWriter json, ModelConfig config) => WriteWindow(json, config);
}
