namespace Sinter.Models.Files;

/// <summary>The names of the weights of a Llama model, as Hugging Face files have them.</summary>
internal static class LlamaTensors
{
    /// <summary>The token embedding, [vocabulary, hidden].</summary>
    public const string Embedding = "model.embed_tokens.weight";

    /// <summary>The last RMSNorm, [hidden].</summary>
    public const string FinalNorm = "model.norm.weight";

    /// <summary>The output projection of an untied model, [vocabulary, hidden].</summary>
    public const string Output = "lm_head.weight";

    /// <summary>What the names of a layer begin with.</summary>
    public static string Layer(int layer) => $"model.layers.{layer}.";

    /// <summary>The RMSNorm before attention of a layer, [hidden].</summary>
    public static string AttentionNorm(int layer) => Layer(layer) + "input_layernorm.weight";

    /// <summary>The query projection of a layer, [hidden, hidden], its heads in the half-split rotary layout.</summary>
    public static string Query(int layer) => Layer(layer) + "self_attn.q_proj.weight";

    /// <summary>The key projection of a layer, [key-value size, hidden], its heads in the half-split rotary layout.</summary>
    public static string Key(int layer) => Layer(layer) + "self_attn.k_proj.weight";

    /// <summary>The value projection of a layer, [key-value size, hidden].</summary>
    public static string Value(int layer) => Layer(layer) + "self_attn.v_proj.weight";

    /// <summary>The projection of a layer's attention back into the residual stream, [hidden, hidden].</summary>
    public static string AttentionOutput(int layer) => Layer(layer) + "self_attn.o_proj.weight";

    /// <summary>The RMSNorm before the feed-forward of a layer, [hidden].</summary>
    public static string FeedForwardNorm(int layer) => Layer(layer) + "post_attention_layernorm.weight";

    /// <summary>The gate of a layer's SwiGLU (the side that SiLU is applied to), [intermediate, hidden].</summary>
    public static string Gate(int layer) => Layer(layer) + "mlp.gate_proj.weight";

    /// <summary>The other side of a layer's SwiGLU, [intermediate, hidden].</summary>
    public static string Up(int layer) => Layer(layer) + "mlp.up_proj.weight";

    /// <summary>The projection of a layer's feed-forward back into the residual stream, [hidden, intermediate].</summary>
    public static string Down(int layer) => Layer(layer) + "mlp.down_proj.weight";
}
