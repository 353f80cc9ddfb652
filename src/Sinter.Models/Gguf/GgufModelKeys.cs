using Sinter.Tensors.Operations;

namespace Sinter.Models.Gguf;

/// <summary>The description of a model as the keys of a GGUF file, as llama.cpp reads them.</summary>
internal static class GgufModelKeys
{
    /// <summary>A key of Sinter's own: the family, where an architecture of llama.cpp has several.</summary>
    public const string Family = "sinter.family";

    /// <summary>A key of Sinter's own: factor, low factor, high factor and original context of Llama 3's rotary scaling, which otherwise must be guessed.</summary>
    public const string Llama3Scaling = "sinter.rope_scaling.llama3";

    /// <summary>A key of Sinter's own: what attention scores are multiplied with, where llama.cpp multiplies with something else and the queries make up for it.</summary>
    public const string AttentionScale = "sinter.attention_scale";

    /// <summary>A key of Sinter's own: that the output projection is the embedding, though it stands in the file.</summary>
    public const string TiedEmbeddings = "sinter.tied_embeddings";

    /// <summary>Adds the keys of a description.</summary>
    public static void Add(GgufMetadata metadata, ModelConfig config, GgufArchitecture architecture)
    {
        AddSizes();
        AddRotary(metadata, config, architecture.Name);
        if (config.Window > 0)
        {
            Size("attention.sliding_window", config.Window);
        }

        if (config.AttentionSoftCap > 0)
        {
            Number("attn_logit_softcapping", config.AttentionSoftCap);
        }

        if (config.OutputSoftCap > 0)
        {
            Number("final_logit_softcapping", config.OutputSoftCap);
        }

        if (config.Experts > 0)
        {
            Size("expert_count", config.Experts);
            Size("expert_used_count", config.ExpertsPerToken);
        }

        switch (config.Family)
        {
            case ModelFamily.NeoX:
                metadata.Add($"{architecture.Name}.use_parallel_residual", config.ParallelResidual);
                break;
            case ModelFamily.Bert or ModelFamily.Roberta or ModelFamily.DistilBert:
                metadata.Add($"{architecture.Name}.attention.causal", false);
                metadata.Add("tokenizer.ggml.token_type_count", (uint)Math.Max(1, config.TokenTypes));
                break;
            case ModelFamily.T5:
                Size("decoder_block_count", config.DecoderLayers);
                Size("attention.relative_buckets_count", config.RelativeBuckets);
                Size("decoder_start_token_id", config.DecoderStartToken ?? config.PaddingToken ?? 0);
                Number("attention.layer_norm_epsilon", config.NormEpsilon);
                break;
        }

        if (config.Kind != ModelKind.Encoder && config.TieEmbeddings && (architecture.RequiresOutput || config.OutputScale != 1))
        {
            metadata.Add(TiedEmbeddings, true);
        }

        if (config.AttentionScale is { } scale && Math.Abs(scale - architecture.AttentionScale(config)) > 1e-9 * scale)
        {
            metadata.Add(AttentionScale, scale);
        }

        if (config.Family != architecture.Families[0])
        {
            metadata.Add(Family, config.Family.ToString());
        }

        void AddSizes()
        {
            Size("vocab_size", config.VocabularySize);
            Size("context_length", config.ContextLength);
            Size("embedding_length", config.HiddenSize);
            Size("block_count", config.Layers);
            Size("feed_forward_length", config.IntermediateSize);
            Size("attention.head_count", config.Heads);
            Size("attention.head_count_kv", config.KeyValueHeads);
            if (config.Kind != ModelKind.Encoder)
            {
                Size("attention.key_length", config.HeadSize);
                Size("attention.value_length", config.HeadSize);
            }

            Number(config.Norm == NormKind.RmsNorm ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon", config.NormEpsilon);
        }

        void Size(string key, int value) => metadata.Add($"{architecture.Name}.{key}", (uint)value);

        void Number(string key, double value) => metadata.Add($"{architecture.Name}.{key}", (float)value);
    }

    private static void AddRotary(GgufMetadata metadata, ModelConfig config, string prefix)
    {
        if (config.Positions != PositionKind.Rotary)
        {
            return;
        }

        metadata.Add($"{prefix}.rope.dimension_count", (uint)config.RotarySize);
        metadata.Add($"{prefix}.rope.freq_base", (float)config.RopeBase);
        var scaling = $"{prefix}.rope.scaling.";
        switch (config.RopeScaling)
        {
            case LinearRotaryScaling linear:
                metadata.Add(scaling + "type", "linear").Add(scaling + "factor", (float)linear.Factor);
                break;
            case YarnRotaryScaling yarn:
                metadata.Add(scaling + "type", "yarn").Add(scaling + "factor", (float)yarn.Factor).Add(scaling + "original_context_length", (uint)yarn.OriginalContext)
                    .Add(scaling + "yarn_beta_fast", (float)yarn.FastTurns).Add(scaling + "yarn_beta_slow", (float)yarn.SlowTurns);
                break;
            case Llama3RotaryScaling llama3:
                metadata.Add(Llama3Scaling, new[] { llama3.Factor, llama3.LowFrequencyFactor, llama3.HighFrequencyFactor, llama3.OriginalContext });
                break;
        }
    }
}
