using System.Runtime.CompilerServices;
using Sinter.Tensors.Operations;
using static System.FormattableString;

namespace Sinter.Models;

/// <summary>
/// The description of a model: sizes in elements, layers and tokens, and what its blocks are made of. The defaults are those of
/// Llama. It knows no file format; <see cref="Files.ModelConfigJson"/> does. A config is checked where it is used: <see cref="Validated"/> throws
/// what <see cref="FindFault"/> says.
/// </summary>
public sealed record ModelConfig
{
    private const int MostLabels = 1 << 16;
    private readonly int _headSize;
    private readonly TextPooling? _pooling;

    /// <summary>The published family that the model belongs to, which decides its names in files.</summary>
    public ModelFamily Family { get; init; } = ModelFamily.Llama;

    /// <summary>How the model reads and writes.</summary>
    public ModelKind Kind => Family switch
    {
        ModelFamily.Bert or ModelFamily.Roberta or ModelFamily.DistilBert or ModelFamily.ModernBert => ModelKind.Encoder,
        ModelFamily.T5 or ModelFamily.Bart => ModelKind.EncoderDecoder,
        ModelFamily.Lstm or ModelFamily.Gru => ModelKind.Recurrent,
        _ => ModelKind.Decoder,
    };

    /// <summary>Number of tokens that the model knows; the rows of the embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream, or of a recurrent model's state.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of blocks; of an encoder-decoder, those of its encoder.</summary>
    public required int Layers { get; init; }

    /// <summary>Number of query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Number of key and value heads; divides <see cref="Heads"/>. Equal to it: multi-head attention; 1: multi-query attention.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of the feed-forward layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The most tokens that the model attends over.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Width of one head; hidden size / heads where it is not set. 0 in a config without heads, which is at fault.</summary>
    public int HeadSize
    {
        get => _headSize != 0 ? _headSize : Heads > 0 ? HiddenSize / Heads : 0;
        init => _headSize = value;
    }

    /// <summary>Blocks of the decoder of an encoder-decoder.</summary>
    public int DecoderLayers { get; init; }

    /// <summary>How activations are normalised.</summary>
    public NormKind Norm { get; init; } = NormKind.RmsNorm;

    /// <summary>Where the norms of a block stand.</summary>
    public NormPlacement NormPlacement { get; init; } = NormPlacement.Before;

    /// <summary>Added to the mean square or the variance inside a norm.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Added to every weight of a norm: 1 in Gemma, which stores the difference to 1.</summary>
    public double NormOffset { get; init; }

    /// <summary>Whether layer norms have a bias.</summary>
    public bool NormBias { get; init; }

    /// <summary>Whether the sum of the embeddings is normalised before the first block.</summary>
    public bool EmbeddingNorm { get; init; }

    /// <summary>Whether the first block's attention has no norm before it, as it follows the embedding's (ModernBERT).</summary>
    public bool SkipsFirstNorm { get; init; }

    /// <summary>How the model knows where a token stands.</summary>
    public PositionKind Positions { get; init; } = PositionKind.Rotary;

    /// <summary>Rows of the table of learned positions before that of position 0 (2 in RoBERTa and BART).</summary>
    public int PositionOffset { get; init; }

    /// <summary>Base of the rotary frequencies: pair i of a head turns by position / base^(2i / rotated size).</summary>
    public double RopeBase { get; init; } = 10000;

    /// <summary>Base of the rotary frequencies in layers with a window, where it is another (ModernBERT); null for the same.</summary>
    public double? WindowRopeBase { get; init; }

    /// <summary>The share of each head that turns; 1 for all of it.</summary>
    public double RotaryShare { get; init; } = 1;

    /// <summary>How the frequencies are stretched for a longer context; null for not at all.</summary>
    public RotaryScaling? RopeScaling { get; init; }

    /// <summary>Elements of a head that turn, an even number.</summary>
    public int RotarySize => (int)(HeadSize * RotaryShare) / 2 * 2;

    /// <summary>Buckets of relative positions.</summary>
    public int RelativeBuckets { get; init; } = 32;

    /// <summary>The distance from which on all share one bucket.</summary>
    public int RelativeMaximumDistance { get; init; } = 128;

    /// <summary>Kinds of segments that have an embedding of their own, such as question and text; 0 for none.</summary>
    public int TokenTypes { get; init; }

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the projection of attention back into the residual stream has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether queries and keys are normalised head by head (Qwen 3).</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>The factor of the scores; null for 1 / sqrt(head size).</summary>
    public double? AttentionScale { get; init; }

    /// <summary>The cap of the scores; 0 for none.</summary>
    public double AttentionSoftCap { get; init; }

    /// <summary>Positions that a windowed layer sees on either side, itself included; 0 for all.</summary>
    public int Window { get; init; }

    /// <summary>Every which layer sees everything in spite of the window; 0 for none.</summary>
    public int GlobalEvery { get; init; }

    /// <summary>The first layer that does.</summary>
    public int FirstGlobal { get; init; }

    /// <summary>Layers before this one see everything in spite of the window (Qwen 2).</summary>
    public int FirstWindowed { get; init; }

    /// <summary>The function of the feed-forward layer, or of its gate.</summary>
    public UnaryFunction Activation { get; init; } = UnaryFunction.Silu;

    /// <summary>Whether the feed-forward layer is a gated unit.</summary>
    public bool Gated { get; init; } = true;

    /// <summary>Whether the feed-forward layer has biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether attention and feed-forward read the same stream side by side (GPT-NeoX).</summary>
    public bool ParallelResidual { get; init; }

    /// <summary>Experts of each feed-forward layer; 0 for a dense one.</summary>
    public int Experts { get; init; }

    /// <summary>Experts that each token goes through.</summary>
    public int ExpertsPerToken { get; init; }

    /// <summary>The factor of the loss that keeps experts evenly used.</summary>
    public double RouterLossWeight { get; init; }

    /// <summary>What embeddings are multiplied with (sqrt(hidden size) in Gemma).</summary>
    public double EmbeddingScale { get; init; } = 1;

    /// <summary>What the last hidden states are multiplied with before the output (1 / sqrt(hidden size) in T5 v1.0).</summary>
    public double OutputScale { get; init; } = 1;

    /// <summary>The cap of the logits; 0 for none.</summary>
    public double OutputSoftCap { get; init; }

    /// <summary>Whether the output projection has a bias.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Whether the output projection is the embedding itself.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>What the model gives for its hidden states.</summary>
    public ModelHead Head { get; init; }

    /// <summary>The names of the classes of a classifier, or of the numbers of a regression; none of another head.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How a head that says something of a whole text gets one vector: from the first token of an encoder and the last of a decoder, where it is not set.</summary>
    public TextPooling Pooling
    {
        get => _pooling ?? (Kind == ModelKind.Encoder ? TextPooling.First : TextPooling.Last);
        init => _pooling = value;
    }

    /// <summary>Whether the dense layer inside a head has a bias, where there is such a layer.</summary>
    public bool HeadBias { get; init; } = true;

    /// <summary>
    /// Numbers that the head gives for each text or token, beside a language model's logits: one for each label, two for the first and the last token of an answer, one
    /// for a choice or a reward.
    /// </summary>
    public int HeadOutputs => Head switch
    {
        ModelHead.SequenceClassification or ModelHead.TokenClassification or ModelHead.Regression => Labels.Count,
        ModelHead.QuestionAnswering => 2,
        ModelHead.MultipleChoice or ModelHead.Reward => 1,
        _ => 0,
    };

    /// <summary>Tokens ahead that the model predicts, each with a head of one block of its own (Gloeckle et al. 2024); 1 for the next token only, without such heads.</summary>
    public int PredictedTokens { get; init; } = 1;

    /// <summary>All blocks of a decoder or an encoder: those of the trunk, and those of the heads for several tokens where there are any.</summary>
    public int Blocks => Layers + (PredictedTokens > 1 ? PredictedTokens : 0);

    /// <summary>Blocks that the next token's prediction goes through: those of the trunk, and that of the first head where there are several.</summary>
    public int NextTokenBlocks => Layers + (PredictedTokens > 1 ? 1 : 0);

    /// <summary>The token that fills up short sequences; null where the model knows none.</summary>
    public int? PaddingToken { get; init; }

    /// <summary>The token that the decoder of an encoder-decoder begins with.</summary>
    public int? DecoderStartToken { get; init; }

    /// <summary>Width of all query heads together.</summary>
    public int QuerySize => Heads * HeadSize;

    /// <summary>Width of all key heads together; the value heads are as wide.</summary>
    public int KeyValueSize => KeyValueHeads * HeadSize;

    /// <summary>How a layer attends to its own sequence.</summary>
    /// <param name="layer">The index of the layer, from 0.</param>
    public AttentionOptions Attention(int layer) => new()
    {
        Heads = Heads,
        KeyValueHeads = KeyValueHeads,
        Causal = Kind != ModelKind.Encoder,
        Window = IsWindowed(layer) ? Window : 0,
        SoftCap = AttentionSoftCap,
        Scale = AttentionScale,
    };

    /// <summary>Whether a layer sees a window only.</summary>
    public bool IsWindowed(int layer) => Window > 0 && layer >= FirstWindowed && (GlobalEvery == 0 || (layer - FirstGlobal) % GlobalEvery != 0);

    /// <summary>This description with another head over the same trunk.</summary>
    /// <param name="head">The head.</param>
    /// <param name="labels">The names of the classes of a classifier, at least one; of a regression one for each number (one number where left out). None of another head.</param>
    /// <exception cref="ArgumentException">The labels do not fit the head.</exception>
    public ModelConfig WithHead(ModelHead head, IReadOnlyList<string>? labels = null)
        => (this with { Head = head, Labels = labels ?? (head == ModelHead.Regression ? ["LABEL_0"] : []) }).Validated();

    /// <summary>The first thing that is wrong with this config, as one sentence; null where nothing is.</summary>
    public string? FindFault() =>
        OutOfRange(VocabularySize, 1 << 24)
        ?? OutOfRange(HiddenSize, Kind == ModelKind.Recurrent ? 1 << 14 : 1 << 17)
        ?? OutOfRange(Layers, 1 << 12)
        ?? OutOfRange(Heads, 1 << 12)
        ?? OutOfRange(KeyValueHeads, 1 << 12)
        ?? OutOfRange(HeadSize, 1 << 14)
        ?? OutOfRange(IntermediateSize, 1 << 20)
        ?? OutOfRange(ContextLength, 1 << 24)
        ?? (_headSize == 0 ? NotDivided(HiddenSize, Heads) : null)
        ?? NotDivided(Heads, KeyValueHeads)
        ?? RotaryFault()
        ?? RelativeFault()
        ?? ExpertFault()
        ?? (Kind == ModelKind.EncoderDecoder ? OutOfRange(DecoderLayers, 1 << 12) : null)
        ?? OutOfRange(PredictedTokens, 64)
        ?? (Window >= 0 && GlobalEvery >= 0 && FirstGlobal >= 0 && FirstWindowed >= 0
            ? null
            : Invariant($"Window is {Window}, GlobalEvery {GlobalEvery}, FirstGlobal {FirstGlobal} and FirstWindowed {FirstWindowed}; none may be negative."))
        ?? Negative(AttentionSoftCap)
        ?? Negative(OutputSoftCap)
        ?? Negative(RouterLossWeight)
        ?? (AttentionScale is { } scale && !(double.IsFinite(scale) && scale > 0) ? Invariant($"AttentionScale is {scale}; it must be a finite number above 0.") : null)
        ?? (TokenTypes is >= 0 and <= 1 << 16 && PositionOffset >= 0 ? null : Invariant($"TokenTypes is {TokenTypes} and PositionOffset {PositionOffset}; neither may be negative, and token types are at most {1 << 16}."))
        ?? HeadFault()
        ?? (Family == ModelFamily.Roberta && PositionOffset != (PaddingToken ?? 1) + 1
            ? Invariant($"PositionOffset is {PositionOffset} and PaddingToken {PaddingToken ?? 1}; RoBERTa's first position is the one after its padding token.")
            : null)
        ?? (PredictedTokens == 1 || (Kind == ModelKind.Decoder && Head == ModelHead.LanguageModel)
            ? null
            : Invariant($"PredictedTokens is {PredictedTokens} in a model of the family {Family} with the head {Head}; only decoders with a language model's head predict several tokens."))
        ?? TooManyElements(VocabularySize, HiddenSize)
        ?? TooManyElements(QuerySize + (2 * KeyValueSize), HiddenSize)
        ?? TooManyElements(2 * IntermediateSize, HiddenSize)
        ?? (Positions == PositionKind.Learned ? TooManyElements(ContextLength + PositionOffset, HiddenSize) : null)
        ?? (NormEpsilon > 0 && NormEpsilon < 1 ? null : Invariant($"NormEpsilon is {NormEpsilon}; it must lie between 0 and 1."));

    /// <summary>This config, once it is known to have no fault.</summary>
    /// <exception cref="ArgumentException">The config has a fault; the message says which.</exception>
    public ModelConfig Validated() => FindFault() is { } fault ? throw new ArgumentException(fault) : this;

    private string? RotaryFault() =>
        Positions != PositionKind.Rotary ? null
        : !(RotaryShare is > 0 and <= 1) ? Invariant($"RotaryShare is {RotaryShare}; it must lie above 0 and not above 1.")
        : RotarySize < 2 || (RotaryShare == 1 && HeadSize % 2 != 0) ? Invariant($"The head size {HeadSize} (HiddenSize {HiddenSize} / Heads {Heads}) is odd; rotary positions need an even one.")
        : !(double.IsFinite(RopeBase) && RopeBase > 1) ? Invariant($"RopeBase is {RopeBase}; it must be a finite number above 1.")
        : TooManyElements(ContextLength, RotarySize);

    private string? HeadFault() =>
        Kind == ModelKind.Encoder ? Head == ModelHead.LanguageModel ? $"An encoder of the family {Family} has no language model's head; choose the head MaskedLanguageModel." : LabelFault()
        : Head == ModelHead.MaskedLanguageModel ? $"A model of the family {Family} has no masked language model's head; choose the head LanguageModel, or an encoder."
        : LabelFault();

    private string? LabelFault() =>
        Head is ModelHead.SequenceClassification or ModelHead.TokenClassification or ModelHead.Regression
            ? Labels.Count is >= 1 and <= MostLabels ? null : Invariant($"The head {Head} has {Labels.Count} labels; give it 1 to {MostLabels}.")
        : Labels.Count == 0 ? null : Invariant($"The head {Head} has {Labels.Count} labels; it takes none.");

    // Each side needs a bucket for itself, and a distance from which on buckets grow.
    private string? RelativeFault() =>
        Positions != PositionKind.Relative ? null
        : OutOfRange(RelativeBuckets, 1 << 16)
            ?? (RelativeBuckets >= 4 ? null : Invariant($"RelativeBuckets is {RelativeBuckets}; it must be at least 4."))
            ?? (RelativeMaximumDistance > RelativeBuckets / 2 ? null : Invariant($"RelativeMaximumDistance is {RelativeMaximumDistance}; it must be above half of the {RelativeBuckets} buckets."));

    private string? ExpertFault() =>
        Experts == 0 ? null
        : OutOfRange(Experts, 1 << 12) ?? OutOfRange(ExpertsPerToken, Experts) ?? OutOfRange(Layers * Experts, 1 << 18) ?? ((long)Experts * 2 * IntermediateSize * HiddenSize <= Array.MaxLength
            ? null
            : Invariant($"{Experts} experts of IntermediateSize {IntermediateSize} by HiddenSize {HiddenSize} have more than {Array.MaxLength} elements; choose smaller sizes."));

    private static string? OutOfRange(int value, int most, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 1 && value <= most ? null : Invariant($"{name} is {value}; it must lie between 1 and {most}.");

    private static string? Negative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0 ? null : Invariant($"{name} is {value}; it must be a finite number, and not below 0.");

    private static string? NotDivided(
        int whole,
        int part,
        [CallerArgumentExpression(nameof(whole))] string wholeName = "",
        [CallerArgumentExpression(nameof(part))] string partName = "") =>
        whole % part == 0 ? null : Invariant($"{wholeName} is {whole}, which {partName} {part} does not divide.");

    // A weight lives in one span, whose length is an int.
    private static string? TooManyElements(
        int rows,
        int columns,
        [CallerArgumentExpression(nameof(rows))] string rowsName = "",
        [CallerArgumentExpression(nameof(columns))] string columnsName = "") =>
        (long)rows * columns <= Array.MaxLength
            ? null
            : Invariant($"A weight of {rowsName} {rows} by {columnsName} {columns} has more than {Array.MaxLength} elements; choose smaller sizes.");
}
