using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace Sinter.Models;

/// <summary>
/// The shape of a decoder-only transformer of the Llama family: sizes in elements, layers and tokens. It knows no file
/// format; <see cref="Files.ModelConfigJson"/> does. A config is checked where it is used: <see cref="Validated"/> throws
/// what <see cref="FindFault"/> says.
/// </summary>
public sealed record ModelConfig
{
    /// <summary>Number of tokens that the model knows; the rows of the embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of transformer blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Number of query heads; divides <see cref="HiddenSize"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Number of key and value heads; divides <see cref="Heads"/>. Equal to it: multi-head attention; 1: multi-query attention.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of the SwiGLU feed-forward layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The most tokens that the model attends over.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Base of the rotary frequencies: pair i of a head turns by position / base^(2i / head size).</summary>
    public double RopeBase { get; init; } = 10000;

    /// <summary>Added to the mean square inside RMSNorm.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Whether the output projection is the embedding itself.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>Width of one head; 0 in a config without heads, which is at fault.</summary>
    public int HeadSize => Heads > 0 ? HiddenSize / Heads : 0;

    /// <summary>Width of all key heads together; the value heads are as wide.</summary>
    public int KeyValueSize => KeyValueHeads * HeadSize;

    /// <summary>Number of trainable weights; a tied embedding counts once.</summary>
    public long Parameters
    {
        get
        {
            long embedding = (long)VocabularySize * HiddenSize;
            long attention = 2L * HiddenSize * HiddenSize + 2L * KeyValueSize * HiddenSize;
            long feedForward = 3L * IntermediateSize * HiddenSize;
            long norms = 2L * HiddenSize;
            return (TieEmbeddings ? 1 : 2) * embedding + Layers * (attention + feedForward + norms) + HiddenSize;
        }
    }

    /// <summary>The first thing that is wrong with this config, as one sentence; null where nothing is.</summary>
    public string? FindFault() =>
        OutOfRange(VocabularySize, 1 << 24)
        ?? OutOfRange(HiddenSize, 1 << 17)
        ?? OutOfRange(Layers, 1 << 12)
        ?? OutOfRange(Heads, 1 << 12)
        ?? OutOfRange(KeyValueHeads, 1 << 12)
        ?? OutOfRange(IntermediateSize, 1 << 20)
        ?? OutOfRange(ContextLength, 1 << 24)
        ?? NotDivided(HiddenSize, Heads)
        ?? NotDivided(Heads, KeyValueHeads)
        ?? (HeadSize % 2 != 0
            ? Invariant($"The head size {HeadSize} (HiddenSize {HiddenSize} / Heads {Heads}) is odd; rotary positions need an even one.")
            : null)
        ?? TooManyElements(VocabularySize, HiddenSize)
        ?? TooManyElements(HiddenSize, HiddenSize)
        ?? TooManyElements(IntermediateSize, HiddenSize)
        ?? (double.IsFinite(RopeBase) && RopeBase > 1 ? null : Invariant($"RopeBase is {RopeBase}; it must be a finite number above 1."))
        ?? (NormEpsilon > 0 && NormEpsilon < 1 ? null : Invariant($"NormEpsilon is {NormEpsilon}; it must lie between 0 and 1."));

    /// <summary>This config, once it is known to have no fault.</summary>
    /// <exception cref="ArgumentException">The config has a fault; the message says which.</exception>
    public ModelConfig Validated() => FindFault() is { } fault ? throw new ArgumentException(fault) : this;

    private static string? OutOfRange(int value, int most, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 1 && value <= most ? null : Invariant($"{name} is {value}; it must lie between 1 and {most}.");

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
