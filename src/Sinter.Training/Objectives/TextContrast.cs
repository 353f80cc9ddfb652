using System.Globalization;
using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// Beside the loss of an objective on tokens one on whole texts: each document is cut in two, neither half sees the other, and the vector of one half is to be nearer to that of the other than to
/// those of all other halves of the pass (Logeswaran and Lee 2018, with the scaled cosines of Chen et al. 2020, both ways). Words that fit the same place are alike to the loss of tokens, good and bad
/// among them; to this one those are alike that fit the same text. It makes vectors of texts useful long before a small model is good at its tokens.
/// </summary>
/// <remarks>
/// The loss is the one of the tokens + <see cref="Factor"/> · mean over texts of the cross-entropy of s(a, b) = cos(a, b) / <see cref="Temperature"/> among all b of the pass. It depends on the other texts of
/// a pass by intent, so accumulated passes compare with fewer texts each. Validation measures the tokens alone, on whole documents.
/// </remarks>
/// <param name="tokens">The objective on tokens.</param>
public sealed class TextContrast(TokenObjective tokens) : Objective
{
    /// <summary>A document is cut where each half has so many tokens at least.</summary>
    private const int ShortestHalf = 8;

    /// <summary>What keeps an empty place from being taken for a text: far below any scaled cosine.</summary>
    private const float Never = -10_000;

    /// <summary>The factor of the loss on texts, above 0.</summary>
    public double Factor { get; init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentException(Invariant($"The factor of the loss on texts is {value}; it must be a number above 0.")); } = 1;

    /// <summary>What cosines are divided by, above 0 (0.05 as Gao et al. 2021).</summary>
    public double Temperature { get; init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentException(Invariant($"The temperature of the loss on texts is {value}; it must be a number above 0.")); } = 0.05;

    /// <summary>
    /// The token that each half is made to end in, whose state is then the vector of the half, as a decoder's classifier reads a text; the token gives way to nothing else to learn. Null for the mean of all
    /// states, as encoders' classifiers read texts.
    /// </summary>
    public int? End { get; init; }

    /// <summary>The seed of where documents are cut.</summary>
    public ulong Seed { get; init; } = 42;

    private TextPooling Pooling => End is null ? TextPooling.Mean : TextPooling.Last;

    /// <inheritdoc/>
    public override string Name => tokens.Name + " and contrast of texts";

    /// <inheritdoc/>
    public override bool IsAcrossTexts => true;

    /// <inheritdoc/>
    public override Objective Measured => tokens.Measured;

    /// <inheritdoc/>
    public override int Channels => tokens.Channels;

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model) => tokens.FindMisfit(model)
        ?? (model.Kind is ModelKind.Encoder or ModelKind.Decoder ? null : $"A model of the family {model.Family} has no states of the tokens of one text to make a vector of; leave the contrast of texts out.");

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time)
        => [.. tokens.Inputs(batch, time), TextPlaces.Shape(Pooling, batch * MostTexts(time) * 2), [batch * MostTexts(time)]];

    /// <inheritdoc/>
    /// <remarks>Behind those of the tokens: what is added to the likeness with each text, how many texts a row has, and how many targets.</remarks>
    public override IReadOnlyList<Shape> Numbers(int batch, int time) => [.. tokens.Numbers(batch, time), [batch * MostTexts(time)], [batch], [batch]];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        Clear(batch, row);
        var (integers, numbers, time) = (batch.Values.Count - 2, batch.Numbers.Count - 3, sequence.Tokens.Length);
        var (halved, texts) = Halved(sequence, new RandomStream(Seed, string.Create(CultureInfo.InvariantCulture, $"contrast/{place}")));
        var first = row * MostTexts(time);
        var places = batch.Row(integers, row);
        for (var text = 0; text < texts.Count; text++)
        {
            var (start, middle, end) = texts[text];
            TextPlaces.Write(Pooling, places, 2 * text, (row * time) + start, middle - start);
            TextPlaces.Write(Pooling, places, (2 * text) + 1, (row * time) + middle, end - middle);
            batch.Row(integers + 1, row)[text] = first + text;
            batch.NumberRow(numbers, row)[text] = 0;
        }

        var targets = tokens.Fill(halved, place, batch, row);
        batch.NumberRow(numbers + 1, row)[0] = texts.Count;
        batch.NumberRow(numbers + 2, row)[0] = targets;
        return targets;
    }

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row)
    {
        tokens.Clear(batch, row);
        var (integers, numbers) = (batch.Values.Count - 2, batch.Numbers.Count - 3);
        var targets = batch.Row(integers + 1, row);
        for (var half = 0; half < 2 * targets.Length; half++)
        {
            TextPlaces.Clear(Pooling, batch.Row(integers, row), half);
        }

        targets.Fill(-1);
        batch.NumberRow(numbers, row).Fill(Never);
        batch.NumberRow(numbers + 1, row).Clear();
        batch.NumberRow(numbers + 2, row).Clear();
    }

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var integers = tokens.Inputs(1, 1).Count;
        var numbers = tokens.Numbers(1, 1).Count;
        Tensor[] own = [.. inputs.Take(integers), .. inputs.Skip(integers + 2).Take(numbers)];
        var (places, targets) = (inputs[integers], inputs[integers + 1]);
        var (added, texts, trained) = (inputs[^3], inputs[^2], inputs[^1]);

        var routers = new RouterRecord();
        var hidden = tokens.Hidden(model, own, routers);
        var loss = tokens.Loss(model, hidden, routers, own, scale);

        var vectors = hidden.Pool(places, Pooling);
        vectors *= (vectors.Square().Sum(-1) + 1e-12).ReciprocalSqrt().Reshape([vectors.Shape[0], 1]);
        var pairs = vectors.Reshape([targets.Shape[0], 2, vectors.Shape[1]]);
        var (left, right) = (Half(pairs, 0), Half(pairs, 1));

        // A pass counts by its share of the targets of the step, as what else is computed of whole passes.
        var weight = (scale.Reshape([]) * trained.Sum() * (texts.Sum() + 1e-6).Reciprocal()).Affine(Factor / 2);
        return loss with { Loss = loss.Loss + Told(left, right).Loss + Told(right, left).Loss };

        LossTensors Told(Tensor from, Tensor to) => (from.MatMul(to, transposeRight: true).Affine(1 / Temperature) + added.Reshape([1, targets.Shape[0]])).CrossEntropy(targets, weight);
    }

    private static Tensor Half(Tensor pairs, int half) => pairs.Slice(1, half, 1).Reshape([pairs.Shape[0], pairs.Shape[2]]);

    private static int MostTexts(int time) => Math.Max(1, time / (2 * ShortestHalf));

    /// <summary>The sequence with the documents that are long enough cut within their middle third, and where the halves lie.</summary>
    private (PackedSequence Halved, List<(int Start, int Middle, int End)> Texts) Halved(PackedSequence sequence, RandomStream random)
    {
        var halved = new PackedSequence(sequence.Tokens.Length, sequence.Numbers.Count);
        sequence.Tokens.CopyTo(halved.Tokens, 0);
        sequence.Targets.CopyTo(halved.Targets, 0);
        sequence.DocumentStarts.CopyTo(halved.DocumentStarts, 0);
        sequence.Segments.CopyTo(halved.Segments, 0);
        for (var channel = 0; channel < sequence.Numbers.Count; channel++)
        {
            sequence.Numbers[channel].CopyTo(halved.Numbers[channel], 0);
        }

        List<(int Start, int Middle, int End)> texts = [];
        foreach (var (start, end) in sequence.Documents())
        {
            var length = end - start;
            if (length < 2 * ShortestHalf || sequence.Targets[start] < 0 || texts.Count == MostTexts(sequence.Tokens.Length))
            {
                continue;
            }

            var least = Math.Max(ShortestHalf, length / 3);
            var middle = start + least + (int)random.NextBelow(length - (2 * least) + 1);
            halved.DocumentStarts.AsSpan(middle..end).Fill(middle);
            texts.Add((start, middle, end));
            if (End is { } token)
            {
                EndIn(halved, middle, token);
                EndIn(halved, end, token);
            }
        }

        return (halved, texts);
    }

    /// <summary>Ends a half in a token. Neither that it stands there nor what would follow is there to be learned.</summary>
    private static void EndIn(PackedSequence sequence, int end, int token)
    {
        if (sequence.Tokens[end - 1] != token)
        {
            sequence.Tokens[end - 1] = token;
            sequence.Targets[end - 2] = -1;
        }

        sequence.Targets[end - 1] = -1;
    }
}
