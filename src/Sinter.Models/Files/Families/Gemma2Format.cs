using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>Gemma 2, as transformers' Gemma2ForCausalLM has it: Gemma with norms on both sides of each part, soft caps, and a window in every other layer.</summary>
internal sealed class Gemma2Format : GemmaFormat
{
    private const string ScalarKey = "query_pre_attn_scalar";
    private const string ScoresCapKey = "attn_logit_softcapping";
    private const string LogitsCapKey = "final_logit_softcapping";
    private const int UsualScalar = 256;
    private const int UsualWindow = 4096;

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Gemma2;

    /// <inheritdoc/>
    public override string ModelType => "gemma2";

    /// <inheritdoc/>
    public override string ClassPrefix => "Gemma2";

    /// <inheritdoc/>
    protected override int? UsualKeyValueHeads => 4;

    /// <inheritdoc/>
    protected override ModelConfig ReadMore(JsonFile json, ModelConfig config)
    {
        var scalar = json.OptionalDouble(ScalarKey) ?? UsualScalar;
        if (scalar <= 0)
        {
            throw json.Unsupported(ScalarKey, FormattableString.Invariant($"{scalar}"), "a number above 0");
        }

        return base.ReadMore(json, config) with
        {
            NormPlacement = NormPlacement.Both,
            AttentionScale = scalar == config.HeadSize ? null : 1 / Math.Sqrt(scalar),
            AttentionSoftCap = Cap(json, ScoresCapKey, 50),
            OutputSoftCap = Cap(json, LogitsCapKey, 30),

            // Layers 0, 2, 4, ... have the window.
            Window = Window(json, UsualWindow),
            GlobalEvery = 2,
            FirstGlobal = 1,
        };
    }

    /// <inheritdoc/>
    protected override void WriteMore(Utf8JsonWriter json, ModelConfig config)
    {
        base.WriteMore(json, config);
        WriteCap(json, ScoresCapKey, config.AttentionSoftCap);
        WriteCap(json, LogitsCapKey, config.OutputSoftCap);
        var scalar = config.AttentionScale is { } scale ? 1 / (scale * scale) : config.HeadSize;

        // A scalar that is whole comes back whole.
        json.WriteNumber(ScalarKey, Math.Abs(scalar - Math.Round(scalar)) < 1e-9 * scalar ? Math.Round(scalar) : scalar);
        WriteWindow(json, config);
    }

    /// <summary>A cap; 0 where the key is null.</summary>
    private static double Cap(JsonFile json, string key, double otherwise) => json.OptionalDouble(key) ?? (json.Has(key) ? 0 : otherwise);

    private static void WriteCap(Utf8JsonWriter json, string key, double cap)
    {
        if (cap > 0)
        {
            json.WriteNumber(key, cap);
        }
        else
        {
            json.WriteNull(key);
        }
    }
}
