using Sinter.Tensors.Programs;

namespace Sinter.Models.Transformers;

/// <summary>
/// The parameters of transformers. Weights that are multiplied with the same input lie together, as rows of one matrix: query, key and value; gate and up.
/// </summary>
internal static class TransformerLayout
{
    /// <summary>The parameters of a decoder or an encoder with its head.</summary>
    public static IEnumerable<ParameterSpec> Of(ModelConfig config)
    {
        var blocks = Enumerable.Range(0, config.Layers).SelectMany(layer => Block(config, $"{layer}.", hasFirstNorm: layer > 0 || !config.SkipsFirstNorm));
        return Embeddings(config)
            .Concat(blocks)
            .Concat(PredictionHeads.Layout(config))
            .Concat(config.NormPlacement == NormPlacement.After ? [] : Norm(config, "norm", config.HiddenSize))
            .Concat(Head(config));
    }

    /// <summary>Tables that tokens, positions and segments are looked up in.</summary>
    public static IEnumerable<ParameterSpec> Embeddings(ModelConfig config)
    {
        yield return new("embedding", [config.VocabularySize, config.HiddenSize], ParameterRole.Embedding);
        if (config.Positions == PositionKind.Learned)
        {
            yield return new("positions", [config.ContextLength + config.PositionOffset, config.HiddenSize], ParameterRole.Embedding);
        }

        if (config.TokenTypes > 0)
        {
            yield return new("tokenTypes", [config.TokenTypes, config.HiddenSize], ParameterRole.Embedding);
        }

        if (config.EmbeddingNorm)
        {
            foreach (var spec in Norm(config, "embeddingNorm", config.HiddenSize))
            {
                yield return spec;
            }
        }
    }

    /// <summary>One block: attention to its own sequence, and feed-forward.</summary>
    public static IEnumerable<ParameterSpec> Block(ModelConfig config, string prefix, bool hasFirstNorm = true)
        => Attention(config, prefix + "attention", hasFirstNorm).Concat(FeedForward(config, prefix + "feedForward"));

    /// <summary>The weight of a norm, and its bias where it has one.</summary>
    public static IEnumerable<ParameterSpec> Norm(ModelConfig config, string name, int width)
    {
        yield return new(name, [width], ParameterRole.Vector);
        if (config is { Norm: NormKind.LayerNorm, NormBias: true })
        {
            yield return new(name + ".bias", [width], ParameterRole.Vector);
        }
    }

    /// <summary>A matrix [rows, columns], and its bias [rows] where it has one.</summary>
    public static IEnumerable<ParameterSpec> Linear(string name, int rows, int columns, bool bias)
    {
        yield return new(name, [rows, columns], ParameterRole.Matrix);
        if (bias)
        {
            yield return new(name + ".bias", [rows], ParameterRole.Vector);
        }
    }

    private static IEnumerable<ParameterSpec> Attention(ModelConfig config, string name, bool hasNorm)
    {
        var layout = hasNorm ? Norm(config, name + ".norm", config.HiddenSize) : [];
        layout = layout.Concat(Linear(name + ".qkv", config.QuerySize + (2 * config.KeyValueSize), config.HiddenSize, config.AttentionBias));
        if (config.QueryKeyNorm)
        {
            layout = layout.Concat(Norm(config, name + ".queryNorm", config.HeadSize)).Concat(Norm(config, name + ".keyNorm", config.HeadSize));
        }

        layout = layout.Concat(Linear(name + ".output", config.HiddenSize, config.QuerySize, config.AttentionOutputBias));
        return config.NormPlacement == NormPlacement.Both ? layout.Concat(Norm(config, name + ".postNorm", config.HiddenSize)) : layout;
    }

    private static IEnumerable<ParameterSpec> FeedForward(ModelConfig config, string name)
    {
        var layout = Norm(config, name + ".norm", config.HiddenSize);
        var (inner, up) = config.Gated ? (2 * config.IntermediateSize, ".gateUp") : (config.IntermediateSize, ".up");
        if (config.Experts > 0)
        {
            layout = layout.Concat(
            [
                new(name + ".router", [config.Experts, config.HiddenSize], ParameterRole.Matrix),
                new(name + ".experts" + up, [config.Experts, inner, config.HiddenSize], ParameterRole.Matrix),
                new(name + ".experts.down", [config.Experts, config.HiddenSize, config.IntermediateSize], ParameterRole.Matrix),
            ]);
        }
        else
        {
            layout = layout
                .Concat(Linear(name + up, inner, config.HiddenSize, config.FeedForwardBias))
                .Concat(Linear(name + ".down", config.HiddenSize, config.IntermediateSize, config.FeedForwardBias));
        }

        return config.NormPlacement == NormPlacement.Both ? layout.Concat(Norm(config, name + ".postNorm", config.HiddenSize)) : layout;
    }

    /// <summary>What stands between the last hidden states and the outputs, and the outputs.</summary>
    private static IEnumerable<ParameterSpec> Head(ModelConfig config)
    {
        var (hasDense, hasNorm, hasBias) = HeadTransform.PartsOf(config);
        var layout = hasDense ? Linear(HeadTransform.Dense, config.HiddenSize, config.HiddenSize, config.HeadBias) : [];
        layout = hasNorm ? layout.Concat(Norm(config, HeadTransform.Norm, config.HiddenSize)) : layout;
        return layout.Concat(config.Head is ModelHead.LanguageModel or ModelHead.MaskedLanguageModel ? Output(config)
            : config.HeadOutputs > 0 ? Linear(HeadTransform.Classifier, config.HeadOutputs, config.HiddenSize, hasBias)
            : []);
    }

    private static IEnumerable<ParameterSpec> Output(ModelConfig config)
    {
        if (!config.TieEmbeddings)
        {
            yield return new("output", [config.VocabularySize, config.HiddenSize], ParameterRole.Embedding);
        }

        if (config.OutputBias)
        {
            yield return new("output.bias", [config.VocabularySize], ParameterRole.Vector);
        }
    }
}
