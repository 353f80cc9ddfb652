using Sinter.Models.Files;

namespace Sinter.Models.Gguf;

/// <summary>The names that llama.cpp has for the parameters of a model. The one table serves writing and reading.</summary>
internal static class GgufTensorNames
{
    /// <summary>The embedding of tokens.</summary>
    public const string Embedding = "token_embd.weight";

    /// <summary>The output projection.</summary>
    public const string Output = "output.weight";

    /// <summary>By what the rotary frequencies of Llama 3 are divided; no parameter, but part of the description.</summary>
    public const string RopeFactors = "rope_freqs.weight";

    /// <summary>All tensors of a model that hold parameters, in the order of the file.</summary>
    public static IEnumerable<GgufPlace> Of(ModelConfig config, GgufArchitecture architecture) =>
        (config.Kind == ModelKind.EncoderDecoder ? Embeddings(config).Concat(EncoderDecoder(config, architecture)) : Stack(config, architecture)).Concat(OutputOf(config, architecture));

    private static IEnumerable<GgufPlace> Stack(ModelConfig config, GgufArchitecture architecture)
    {
        var places = Embeddings(config);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            places = places.Concat(Block(config, architecture, $"blk.{layer}.", $"{layer}.", "attn_output"));
        }

        return config.NormPlacement == NormPlacement.After ? places : places.Concat(Norm(config, "output_norm", "norm", config.HiddenSize));
    }

    // The table of relative positions stands in the first block, and serves all.
    private static IEnumerable<GgufPlace> EncoderDecoder(ModelConfig config, GgufArchitecture architecture)
    {
        IEnumerable<GgufPlace> places = [];
        foreach (var (to, from, layers) in ((string, string, int)[])[("enc.", "encoder.", config.Layers), ("dec.", "decoder.", config.DecoderLayers)])
        {
            places = places.Append(new(new(to + "blk.0.attn_rel_b.weight", [config.RelativeBuckets, config.Heads]), from + "relativeBias") { StaysExact = true });
            for (var layer = 0; layer < layers; layer++)
            {
                places = places.Concat(Block(config, architecture, $"{to}blk.{layer}.", $"{from}{layer}.", "attn_o"));
                if (to == "dec.")
                {
                    places = places.Concat(CrossAttention(config, $"{to}blk.{layer}.cross_attn_", $"{from}{layer}.crossAttention"));
                }
            }

            places = places.Concat(Norm(config, to + "output_norm", from + "norm", config.HiddenSize));
        }

        return places;
    }

    private static IEnumerable<GgufPlace> CrossAttention(ModelConfig config, string to, string from)
    {
        int hidden = config.HiddenSize, query = config.QuerySize, keyValue = config.KeyValueSize;
        return Norm(config, to + "norm", from + ".norm", hidden)
            .Concat(Linear(to + "q", from + ".query", query, hidden, config.AttentionBias))
            .Concat(Linear(to + "k", from + ".keyValue", keyValue, hidden, config.AttentionBias))
            .Concat(Linear(to + "v", from + ".keyValue", keyValue, hidden, config.AttentionBias, keyValue))
            .Concat(Linear(to + "o", from + ".output", hidden, query, config.AttentionOutputBias));
    }

    // An output that is the embedding stands in the file only where llama.cpp would not compute it so.
    private static IEnumerable<GgufPlace> OutputOf(ModelConfig config, GgufArchitecture architecture)
    {
        var info = new TensorInfo(Output, [config.VocabularySize, config.HiddenSize]);
        return config.Kind == ModelKind.Encoder ? []
            : !config.TieEmbeddings ? [new(info, "output")]
            : architecture.RequiresOutput || config.OutputScale != 1 ? [new(info, "embedding") { Scale = (float)config.OutputScale }]
            : [];
    }

    private static IEnumerable<GgufPlace> Block(ModelConfig config, GgufArchitecture architecture, string to, string from, string output) =>
        Attention(config, architecture, to, from + "attention", output).Concat(FeedForward(config, architecture, to, from + "feedForward"));

    private static IEnumerable<GgufPlace> Embeddings(ModelConfig config)
    {
        yield return new(new(Embedding, [config.VocabularySize, config.HiddenSize]), "embedding");
        if (config.Positions == PositionKind.Learned)
        {
            // The rows before that of position 0, which RoBERTa has, are left out.
            yield return new(new("position_embd.weight", [config.ContextLength, config.HiddenSize]), "positions", config.PositionOffset) { StaysExact = true };
        }

        if (config.TokenTypes > 0)
        {
            yield return new(new("token_types.weight", [config.TokenTypes, config.HiddenSize]), "tokenTypes") { StaysExact = true };
        }

        if (config.EmbeddingNorm)
        {
            foreach (var place in Norm(config, "token_embd_norm", "embeddingNorm", config.HiddenSize))
            {
                yield return place;
            }
        }
    }

    private static IEnumerable<GgufPlace> Attention(ModelConfig config, GgufArchitecture architecture, string to, string from, string output)
    {
        int hidden = config.HiddenSize, query = config.QuerySize, keyValue = config.KeyValueSize;
        var after = config.NormPlacement == NormPlacement.After;
        var places = Norm(config, to + (after ? "attn_output_norm" : "attn_norm"), from + ".norm", hidden);
        var qkv = from + ".qkv";
        if (architecture.JoinsQueryKeyValue)
        {
            places = places.Concat(Linear(to + "attn_qkv", qkv, query + (2 * keyValue), hidden, config.AttentionBias));
        }
        else
        {
            var rotary = architecture.InterleavesRotary ? config.HeadSize : 0;
            var scale = config.AttentionScale is { } own ? (float)(own / architecture.AttentionScale(config)) : 1;
            places = places
                .Concat(Linear(to + "attn_q", qkv, query, hidden, config.AttentionBias).Select(place => place with { InterleavedHeadSize = rotary, Scale = scale }))
                .Concat(Linear(to + "attn_k", qkv, keyValue, hidden, config.AttentionBias, query).Select(place => place with { InterleavedHeadSize = rotary }))
                .Concat(Linear(to + "attn_v", qkv, keyValue, hidden, config.AttentionBias, query + keyValue));
        }

        if (config.QueryKeyNorm)
        {
            places = places.Concat(Norm(config, to + "attn_q_norm", from + ".queryNorm", config.HeadSize)).Concat(Norm(config, to + "attn_k_norm", from + ".keyNorm", config.HeadSize));
        }

        places = places.Concat(Linear(to + output, from + ".output", hidden, query, config.AttentionOutputBias));
        return config.NormPlacement == NormPlacement.Both ? places.Concat(Norm(config, to + "post_attention_norm", from + ".postNorm", hidden)) : places;
    }

    private static IEnumerable<GgufPlace> FeedForward(ModelConfig config, GgufArchitecture architecture, string to, string from)
    {
        int hidden = config.HiddenSize, intermediate = config.IntermediateSize;
        var after = config.NormPlacement == NormPlacement.After;
        var places = Norm(config, to + (after ? "layer_output_norm" : "ffn_norm"), from + ".norm", hidden);
        if (config.Experts > 0)
        {
            places = places.Concat(Experts(config, to, from));
        }
        else if (config.Gated && !architecture.JoinsGateAndUp)
        {
            places = places
                .Concat(Linear(to + "ffn_gate", from + ".gateUp", intermediate, hidden, config.FeedForwardBias))
                .Concat(Linear(to + "ffn_up", from + ".gateUp", intermediate, hidden, config.FeedForwardBias, intermediate))
                .Concat(Linear(to + "ffn_down", from + ".down", hidden, intermediate, config.FeedForwardBias));
        }
        else
        {
            var (up, rows) = config.Gated ? (".gateUp", 2 * intermediate) : (".up", intermediate);
            places = places
                .Concat(Linear(to + "ffn_up", from + up, rows, hidden, config.FeedForwardBias))
                .Concat(Linear(to + "ffn_down", from + ".down", hidden, intermediate, config.FeedForwardBias));
        }

        return config.NormPlacement == NormPlacement.Both ? places.Concat(Norm(config, to + "post_ffw_norm", from + ".postNorm", hidden)) : places;
    }

    // Gate and up of an expert lie one behind the other in memory; in the file all gates are one tensor, and all ups.
    private static IEnumerable<GgufPlace> Experts(ModelConfig config, string to, string from)
    {
        int hidden = config.HiddenSize, intermediate = config.IntermediateSize, experts = config.Experts;
        yield return new(new(to + "ffn_gate_inp.weight", [experts, hidden]), from + ".router") { StaysExact = true };
        yield return new(new(to + "ffn_gate_exps.weight", [experts, intermediate, hidden]), from + ".experts.gateUp") { Parts = experts, RowsToNextPart = 2 * intermediate };
        yield return new(new(to + "ffn_up_exps.weight", [experts, intermediate, hidden]), from + ".experts.gateUp", intermediate) { Parts = experts, RowsToNextPart = 2 * intermediate };
        yield return new(new(to + "ffn_down_exps.weight", [experts, hidden, intermediate]), from + ".experts.down") { Parts = experts, RowsToNextPart = hidden };
    }

    private static IEnumerable<GgufPlace> Norm(ModelConfig config, string to, string from, int width)
    {
        yield return new(new(to + ".weight", [width]), from) { Offset = (float)config.NormOffset };
        if (config is { Norm: NormKind.LayerNorm, NormBias: true })
        {
            yield return new(new(to + ".bias", [width]), from + ".bias");
        }
    }

    private static IEnumerable<GgufPlace> Linear(string to, string from, int rows, int columns, bool bias, int row = 0)
    {
        yield return new(new(to + ".weight", [rows, columns]), from, row);
        if (bias)
        {
            yield return new(new(to + ".bias", [rows]), from + ".bias", row);
        }
    }
}
