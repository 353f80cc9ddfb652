using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Models.Gguf;
using Sinter.Tests;

namespace Sinter.Models.Tests.Gguf;

/// <summary>The perplexity of stories260K by the plain reference, whatever its weights come from.</summary>
internal static class StoriesModel
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["input_layernorm"] = "attn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["post_attention_layernorm"] = "ffn_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    /// <summary>The perplexity over the first 500 tokens of the model's test text.</summary>
    public static double Perplexity(Func<string, float[]> weight)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Assets.Path("models/stories260K/expected_logits_tinystories500.json")));
        var tokens = json.RootElement.GetProperty("tokens").EnumerateArray().Select(static token => token.GetInt32()).ToArray();
        var model = new ReferenceLlama(weight, hidden: 64, layers: 5, heads: 8, keyValueHeads: 4);
        double total = 0;
        for (var position = 0; position < tokens.Length - 1; position++)
        {
            var logits = model.Forward(tokens[position]);
            total += Math.Log(logits.Sum(Math.Exp)) - logits[tokens[position + 1]];
        }

        return Math.Exp(total / (tokens.Length - 1));
    }

    /// <summary>A weight by its Hugging Face name from the file's own names and order of rows, independently of the product's import.</summary>
    public static float[] FromGguf(GgufFile file, string name)
    {
        var parts = name.Split('.');
        var own = name switch
        {
            "model.embed_tokens.weight" => "token_embd.weight",
            "model.norm.weight" => "output_norm.weight",
            _ => $"blk.{parts[2]}.{Names[string.Join('.', parts[3..^1])]}.weight",
        };
        var info = file.Find(own)!;
        var values = new float[info.Elements];
        file.ReadFloat32(own, values, [.. info.Shape]);
        if (own.Contains("attn_q.") || own.Contains("attn_k."))
        {
            RotaryLayout.InterleavedToHalfSplit(values, headSize: 8, columns: 64);
        }

        return values;
    }
}
