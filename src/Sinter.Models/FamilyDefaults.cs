using Sinter.Tensors.Operations;

namespace Sinter.Models;

/// <summary>What tells the families apart besides their sizes.</summary>
public static class FamilyDefaults
{
    /// <summary>
    /// A description with what its family is made of: norms, positions, biases, activations, embeddings. Sizes, vocabulary, rotary base and context stay as they are.
    /// </summary>
    /// <param name="sizes">The sizes, and the family.</param>
    public static ModelConfig Apply(ModelConfig sizes) => sizes.Family switch
    {
        ModelFamily.Gpt1 => Gpt(sizes) with { NormPlacement = NormPlacement.After },
        ModelFamily.Gpt2 => Gpt(sizes),
        ModelFamily.NeoX => Gpt(sizes) with
        {
            Positions = PositionKind.Rotary,
            RotaryShare = 0.25,
            Activation = UnaryFunction.Gelu,
            ParallelResidual = true,
            TieEmbeddings = false,
        },
        ModelFamily.Qwen2 => sizes with { AttentionBias = true, NormEpsilon = 1e-6 },
        ModelFamily.Qwen3 => sizes with { QueryKeyNorm = true, NormEpsilon = 1e-6 },
        ModelFamily.Gemma => Gemma(sizes),
        ModelFamily.Gemma2 => Gemma(sizes) with
        {
            NormPlacement = NormPlacement.Both,
            AttentionSoftCap = 50,
            OutputSoftCap = 30,
            Window = sizes.Window > 0 ? sizes.Window : 4096,
            GlobalEvery = 2,
            FirstGlobal = 1,
        },
        ModelFamily.Bert => Bert(sizes) with { TokenTypes = 2 },
        ModelFamily.DistilBert => Bert(sizes),
        ModelFamily.Roberta => Bert(sizes) with { TokenTypes = 1, NormEpsilon = 1e-5, PaddingToken = sizes.PaddingToken ?? 1, PositionOffset = (sizes.PaddingToken ?? 1) + 1 },
        ModelFamily.ModernBert => sizes with
        {
            Norm = NormKind.LayerNorm,
            EmbeddingNorm = true,
            SkipsFirstNorm = true,
            Activation = UnaryFunction.Gelu,
            RopeBase = 160_000,
            WindowRopeBase = 10_000,
            Window = sizes.Window > 0 ? sizes.Window : 65,
            GlobalEvery = 3,
            HeadBias = false,
            OutputBias = true,
            Head = ModelHead.MaskedLanguageModel,
        },
        ModelFamily.T5 => sizes with
        {
            Positions = PositionKind.Relative,
            AttentionScale = 1,
            NormEpsilon = 1e-6,
            Gated = false,
            Activation = UnaryFunction.Relu,
            OutputScale = sizes.TieEmbeddings ? 1 / Math.Sqrt(sizes.HiddenSize) : 1,
            DecoderLayers = sizes.DecoderLayers > 0 ? sizes.DecoderLayers : sizes.Layers,
        },

        // The bias of BART's logits is a buffer of zeros, which no training changes.
        ModelFamily.Bart => Bert(sizes) with
        {
            OutputBias = false,
            NormEpsilon = 1e-5,
            PositionOffset = 2,
            Head = ModelHead.LanguageModel,
            DecoderLayers = sizes.DecoderLayers > 0 ? sizes.DecoderLayers : sizes.Layers,
        },
        ModelFamily.Lstm or ModelFamily.Gru => sizes with { Positions = PositionKind.None, OutputBias = true },
        _ => sizes,
    };

    private static ModelConfig Gpt(ModelConfig sizes) => Biased(sizes) with
    {
        Positions = PositionKind.Learned,
        Gated = false,
        Activation = UnaryFunction.GeluTanh,
        KeyValueHeads = sizes.Heads,
    };

    private static ModelConfig Bert(ModelConfig sizes) => Biased(sizes) with
    {
        NormPlacement = NormPlacement.After,
        NormEpsilon = 1e-12,
        EmbeddingNorm = true,
        Positions = PositionKind.Learned,
        Gated = false,
        Activation = UnaryFunction.Gelu,
        KeyValueHeads = sizes.Heads,
        OutputBias = true,
        Head = ModelHead.MaskedLanguageModel,
    };

    private static ModelConfig Gemma(ModelConfig sizes) => sizes with
    {
        NormOffset = 1,
        NormEpsilon = 1e-6,
        Activation = UnaryFunction.GeluTanh,
        EmbeddingScale = Math.Sqrt(sizes.HiddenSize),
    };

    private static ModelConfig Biased(ModelConfig sizes) => sizes with
    {
        Norm = NormKind.LayerNorm,
        NormBias = true,
        AttentionBias = true,
        AttentionOutputBias = true,
        FeedForwardBias = true,
    };
}
