using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// An objective of encoder-decoders: each document of a packed sequence gives a pair of a source, which the encoder reads, and a target, which the decoder is to write. Pairs
/// stay apart, as documents do: no source, target or attention between the two crosses from one pair to another. Its inputs are those of <see cref="SourceTargetInputs"/>
/// in their order, and the labels.
/// </summary>
public abstract class SourceTargetObjective : Objective
{
    /// <summary>Integers of a batch; numbers come behind them.</summary>
    private const int Integers = 8;

    private readonly int _decoderStart;
    private readonly int _endOfText;
    private readonly ulong _seed;

    /// <summary>Prepares the objective.</summary>
    /// <param name="decoderStart">The token that the decoder begins with.</param>
    /// <param name="endOfText">The token that ends sources and targets.</param>
    /// <param name="seed">From which everything random follows, together with the place of a sequence.</param>
    private protected SourceTargetObjective(int decoderStart, int endOfText, ulong seed)
    {
        (_decoderStart, _endOfText, _seed) = (decoderStart, endOfText, seed);
    }

    /// <inheritdoc/>
    public sealed override int Channels => IsWeighted ? 1 : 0;

    /// <summary>Whether pairs count by their weights.</summary>
    private protected bool IsWeighted { get; init; }

    /// <summary>The share of a target that is spread over all tokens alike.</summary>
    private protected double LabelSmoothing { get; init; }

    /// <summary>Noise on the embeddings of sources and targets; null for none.</summary>
    private protected EmbeddingNoise? Noise { get; init; }

    private bool HasNoise => Noise is { IsOn: true };

    private int NoiseAt => IsWeighted ? 1 : 0;

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model) =>
        model.Kind != ModelKind.EncoderDecoder || model.Head != ModelHead.LanguageModel
            ? $"A model of the family {model.Family} with the head {model.Head} does not turn one text into another, as the objective {Name} asks; choose another objective or an encoder-decoder such as T5 or BART."
        : model.DecoderStartToken is { } start && start != _decoderStart
            ? Invariant($"The model's decoder begins with the token {start} and the objective {Name} with {_decoderStart}; give the same.")
        : SpecialTokens.Where(token => (uint)token >= (uint)model.VocabularySize).Select(token =>
            Invariant($"The objective {Name} needs the token {token}, and the model has a vocabulary of {model.VocabularySize}; choose ids below that.")).FirstOrDefault();

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> Inputs(int batch, int time)
    {
        var (source, target) = (SourceTime(time), TargetTime(time));
        return
        [
            [batch, source], [batch, source], [batch, source],
            [batch, target], [batch, target], [batch, target],
            [batch, target, 2], [batch, target],
        ];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> Numbers(int batch, int time) =>
    [
        .. IsWeighted ? (Shape[])[[batch * TargetTime(time)]] : [],
        .. HasNoise ? (Shape[])[Noise!.Shape(batch, SourceTime(time)), Noise.Shape(batch, TargetTime(time))] : [],
    ];

    /// <inheritdoc/>
    public sealed override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        var random = new RandomStream(_seed, Invariant($"{Name}/{place}"));
        var filled = new SourceTargetRow(batch, row, _decoderStart, IsWeighted);
        var time = sequence.Tokens.Length;
        for (int start = 0, end; start < time; start = end)
        {
            end = start + 1;
            while (end < time && sequence.DocumentStarts[end] == sequence.DocumentStarts[start])
            {
                end++;
            }

            // Padding is a document of which nothing is trained.
            var targets = sequence.Targets.AsSpan(start, end - start);
            if (targets.IndexOfAnyExcept(-1) is var first and >= 0)
            {
                filled.Weight = IsWeighted ? sequence.Numbers[0][start + first] : 1;
                Add(sequence.Tokens.AsSpan(start, end - start), targets, random, ref filled);
            }
        }

        var trained = filled.Complete();
        if (HasNoise)
        {
            Disturb(batch, row, trained, place);
        }

        return trained;
    }

    /// <inheritdoc/>
    public sealed override void Clear(ObjectiveBatch batch, int row)
    {
        new SourceTargetRow(batch, row, _decoderStart, IsWeighted).Complete();
        for (var i = 0; i < batch.Numbers.Count; i++)
        {
            batch.NumberRow(i, row).Clear();
        }
    }

    /// <inheritdoc/>
    public sealed override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var hidden = ((EncoderDecoder)model).Hidden(new SourceTargetInputs(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], inputs[5], inputs[6])
        {
            SourceNoise = HasNoise ? inputs[Integers + NoiseAt] : null,
            TargetNoise = HasNoise ? inputs[Integers + NoiseAt + 1] : null,
        });
        return WeightedLosses.OfTokens(model, hidden, inputs[7], IsWeighted ? inputs[Integers] : null, scale, LabelSmoothing);
    }

    /// <summary>Tokens beside those of the text that it puts into sources and targets.</summary>
    private protected virtual IEnumerable<int> SpecialTokens => [_decoderStart, _endOfText];

    /// <summary>Places for sources, where so many tokens are packed into a sequence.</summary>
    private protected abstract int SourceTime(int time);

    /// <summary>Places for targets, where so many tokens are packed into a sequence.</summary>
    private protected abstract int TargetTime(int time);

    /// <summary>Adds the pair of a document, or nothing where it is too short for one or too long for what is left.</summary>
    /// <param name="document">Its tokens, with the ends of text that stand around it.</param>
    /// <param name="targets">What follows each in the packed sequence; -1 where it is not trained.</param>
    /// <param name="random">Everything random.</param>
    /// <param name="row">Where the pair goes.</param>
    private protected abstract void Add(ReadOnlySpan<int> document, ReadOnlySpan<int> targets, RandomStream random, ref SourceTargetRow row);

    /// <summary>A document without the ends of text around it.</summary>
    private protected ReadOnlySpan<int> Text(ReadOnlySpan<int> document)
    {
        document = !document.IsEmpty && document[0] == _endOfText ? document[1..] : document;
        return !document.IsEmpty && document[^1] == _endOfText ? document[..^1] : document;
    }

    /// <summary>Draws the noise of a row: of each pair that of its source, then that of its target.</summary>
    private void Disturb(ObjectiveBatch batch, int row, int trained, long place)
    {
        var width = Noise!.Width;
        Span<float> sources = batch.NumberRow(NoiseAt, row), targets = batch.NumberRow(NoiseAt + 1, row);
        sources.Clear();
        targets.Clear();
        var random = EmbeddingNoise.Stream(_seed, place);
        Span<int> starts = batch.Row(5, row), ranges = batch.Row(6, row);
        for (int start = 0, end; start < trained; start = end)
        {
            end = start + 1;
            while (end < trained && starts[end] == start)
            {
                end++;
            }

            Noise.Draw(sources[(ranges[2 * start] * width)..(ranges[(2 * start) + 1] * width)], random);
            Noise.Draw(targets[(start * width)..(end * width)], random);
        }
    }
}
