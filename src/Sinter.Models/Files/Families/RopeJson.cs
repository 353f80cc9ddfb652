using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>The keys of rotary positions, which most families share.</summary>
internal static class RopeJson
{
    private const double DefaultBase = 10000;

    /// <summary>The base of the frequencies.</summary>
    public static double Base(JsonFile json, double otherwise = DefaultBase)
        => json.OptionalDouble("rope_theta") ?? json.Object("rope_parameters")?.OptionalDouble("rope_theta") ?? otherwise;

    /// <summary>The share of each head that turns.</summary>
    public static double Share(JsonFile json, double otherwise = 1)
        => json.OptionalDouble("partial_rotary_factor") ?? json.Object("rope_parameters")?.OptionalDouble("partial_rotary_factor") ?? otherwise;

    /// <summary>How frequencies are stretched; null for not at all.</summary>
    /// <exception cref="InvalidDataException">The scaling is none that Sinter knows.</exception>
    public static RotaryScaling? Scaling(JsonFile json)
    {
        var key = json.Object("rope_scaling") is not null ? "rope_scaling" : "rope_parameters";
        if (json.Object(key) is not { } rope)
        {
            return null;
        }

        var kind = rope.OptionalString("rope_type") ?? rope.OptionalString("type");
        return kind switch
        {
            null or "default" => null,
            "linear" => new LinearRotaryScaling(Factor(rope)),
            "llama3" => new Llama3RotaryScaling(
                Factor(rope),
                rope.OptionalDouble("low_freq_factor") ?? 1,
                rope.OptionalDouble("high_freq_factor") ?? 4,
                rope.OptionalInt("original_max_position_embeddings") ?? 8192),
            "yarn" => new YarnRotaryScaling(
                Factor(rope),
                rope.OptionalInt("original_max_position_embeddings") ?? json.Int("max_position_embeddings"),
                rope.OptionalDouble("beta_fast") ?? 32,
                rope.OptionalDouble("beta_slow") ?? 1),
            _ => throw json.Unsupported(key, kind, "none, default, linear, llama3 or yarn"),
        };

        double Factor(JsonFile rope) => rope.OptionalDouble("factor") is { } factor and >= 1 ? factor
            : throw json.Unsupported(key + ".factor", "missing or below 1", "a factor of at least 1");
    }

    /// <summary>Writes base and scaling.</summary>
    public static void Write(Utf8JsonWriter json, ModelConfig config)
    {
        WriteScaling(json, config);
        json.WriteNumber("rope_theta", config.RopeBase);
    }

    /// <summary>Writes the scaling alone.</summary>
    public static void WriteScaling(Utf8JsonWriter json, ModelConfig config)
    {
        if (config.RopeScaling is { } scaling)
        {
            json.WriteStartObject("rope_scaling");
            switch (scaling)
            {
                case LinearRotaryScaling linear:
                    json.WriteNumber("factor", linear.Factor);
                    json.WriteString("rope_type", "linear");
                    break;
                case Llama3RotaryScaling llama3:
                    json.WriteNumber("factor", llama3.Factor);
                    json.WriteNumber("high_freq_factor", llama3.HighFrequencyFactor);
                    json.WriteNumber("low_freq_factor", llama3.LowFrequencyFactor);
                    json.WriteNumber("original_max_position_embeddings", llama3.OriginalContext);
                    json.WriteString("rope_type", "llama3");
                    break;
                case YarnRotaryScaling yarn:
                    json.WriteNumber("beta_fast", yarn.FastTurns);
                    json.WriteNumber("beta_slow", yarn.SlowTurns);
                    json.WriteNumber("factor", yarn.Factor);
                    json.WriteNumber("original_max_position_embeddings", yarn.OriginalContext);
                    json.WriteString("rope_type", "yarn");
                    break;
            }

            json.WriteEndObject();
        }
    }
}
