using Sinter.Models;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Tests.Objectives;

/// <summary>Small models of a few families.</summary>
internal static class Seq2SeqModels
{
    public static ModelConfig T5(int vocabulary, int context = 32) => new()
    {
        Family = ModelFamily.T5,
        VocabularySize = vocabulary,
        HiddenSize = 32,
        Layers = 2,
        DecoderLayers = 2,
        Heads = 4,
        KeyValueHeads = 4,
        IntermediateSize = 64,
        ContextLength = context,
        Positions = PositionKind.Relative,
        AttentionScale = 1,
        NormEpsilon = 1e-6,
        Activation = UnaryFunction.GeluTanh,
        OutputScale = 1 / Math.Sqrt(32),
        DecoderStartToken = 0,
    };

    public static ModelConfig Bart(int vocabulary, int context = 32) => new()
    {
        Family = ModelFamily.Bart,
        VocabularySize = vocabulary,
        HiddenSize = 32,
        Layers = 2,
        DecoderLayers = 2,
        Heads = 4,
        KeyValueHeads = 4,
        IntermediateSize = 64,
        ContextLength = context,
        Positions = PositionKind.Learned,
        PositionOffset = 2,
        Norm = NormKind.LayerNorm,
        NormBias = true,
        NormPlacement = NormPlacement.After,
        EmbeddingNorm = true,
        AttentionBias = true,
        AttentionOutputBias = true,
        FeedForwardBias = true,
        Gated = false,
        Activation = UnaryFunction.Gelu,
        OutputBias = true,
        DecoderStartToken = 0,
    };

    public static ModelConfig Recurrent(ModelFamily family, int vocabulary, int context = 32) => new()
    {
        Family = family,
        VocabularySize = vocabulary,
        HiddenSize = 32,
        Layers = 2,
        Heads = 1,
        KeyValueHeads = 1,
        IntermediateSize = 32,
        ContextLength = context,
        Positions = PositionKind.None,
        OutputBias = true,
    };
}
