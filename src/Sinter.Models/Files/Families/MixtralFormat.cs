using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>Mixtral, as transformers' MixtralForCausalLM has it: Mistral whose feed-forward layers are experts.</summary>
internal sealed class MixtralFormat : LlamaLikeFormat
{
    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Mixtral;

    /// <inheritdoc/>
    public override string ModelType => "mixtral";

    /// <inheritdoc/>
    public override string ClassPrefix => "Mixtral";

    /// <inheritdoc/>
    protected override int? UsualKeyValueHeads => 8;

    /// <inheritdoc/>
    protected override int UsualContextLength => 131072;

    /// <inheritdoc/>
    protected override double UsualEpsilon => 1e-5;

    /// <inheritdoc/>
    protected override double UsualRopeBase => 1e6;

    /// <inheritdoc/>
    protected override ModelConfig ReadMore(JsonFile json, ModelConfig config) => config with
    {
        Window = Window(json, otherwise: 0),
        Experts = json.OptionalInt("num_local_experts") ?? 8,
        ExpertsPerToken = json.OptionalInt("num_experts_per_tok") ?? 2,
        RouterLossWeight = json.OptionalDouble("router_aux_loss_coef") ?? 0.001,
    };

    /// <inheritdoc/>
    protected override void WriteMore(Utf8JsonWriter json, ModelConfig config)
    {
        WriteWindow(json, config);
        json.WriteNumber("num_experts_per_tok", config.ExpertsPerToken);
        json.WriteNumber("num_local_experts", config.Experts);
        json.WriteNumber("router_aux_loss_coef", config.RouterLossWeight);
    }
}
