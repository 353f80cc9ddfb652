using System.Globalization;
using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// Masked language modelling (Devlin et al. 2019): of each document a share of the tokens is chosen, and the model says what stood there. Of those chosen 80 % become the mask, 10 % a
/// random token and 10 % stay. What is chosen follows from the place of a sequence in the training, so that each epoch draws anew (Liu et al. 2019). The loss is computed at
/// the chosen positions only.
/// </summary>
/// <remarks>Special tokens and padding are never chosen, nor are tokens that the data say not to train, and a document of one token has nothing to tell it from.</remarks>
public sealed class MaskedTokens : TokenObjective
{
    private const double MaskShare = 0.8;
    private const double RandomShare = 0.1;

    private readonly int _vocabularySize;
    private readonly int _mask;
    private readonly bool[] _special;
    private readonly int[] _ordinary;

    /// <summary>Makes it.</summary>
    /// <param name="vocabularySize">Number of token ids.</param>
    /// <param name="mask">The id of the mask; special itself.</param>
    /// <param name="special">Ids that are never chosen and never drawn: beginning, end, separator, padding, unknown.</param>
    /// <exception cref="ArgumentException">An id is none of the vocabulary, or all are special.</exception>
    public MaskedTokens(int vocabularySize, int mask, IEnumerable<int> special)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        (_vocabularySize, _mask, _special) = (vocabularySize, mask, new bool[vocabularySize]);
        foreach (var id in special.Append(mask))
        {
            _special[(uint)id < (uint)vocabularySize ? id
                : throw new ArgumentException(Invariant($"The special token {id} is not in the vocabulary of {vocabularySize} tokens."), nameof(special))] = true;
        }

        _ordinary = [.. Enumerable.Range(0, vocabularySize).Where(id => !_special[id])];
        if (_ordinary.Length == 0)
        {
            throw new ArgumentException(Invariant($"All {vocabularySize} tokens are special; there is none to learn."), nameof(special));
        }
    }

    /// <summary>The share of a document's tokens that is chosen.</summary>
    public double Share { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentException(Invariant($"The share of masked tokens is {value}; it must lie between 0 and 1.")); } = 0.15;

    /// <summary>Which tokens begin a word, by id, so that words are chosen whole; null for single tokens. See <see cref="WordBeginnings"/>.</summary>
    public IReadOnlyList<bool>? BeginsWord { get; init; }

    /// <summary>The seed of what is chosen.</summary>
    public ulong Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override string Name => BeginsWord is null ? "masked" : "masked whole words";

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model) =>
        model.Kind != ModelKind.Encoder || model.Head != ModelHead.MaskedLanguageModel
            ? $"A model of the family {model.Family} with the head {model.Head} does not say what stands behind a mask; choose an encoder with a masked language model's head."
        : model.VocabularySize < _vocabularySize
            ? Invariant($"The model knows {model.VocabularySize} tokens and the masking is for {_vocabularySize}; they do not belong together.")
        : BeginsWord is { } words && words.Count < _vocabularySize
            ? Invariant($"It is known of {words.Count} tokens whether they begin a word, and there are {_vocabularySize}; give one for each.")
        : null;

    /// <summary>The most positions of a row that are chosen: the share of it, and a little more as each document's is rounded for itself and is at least one.</summary>
    /// <param name="time">Tokens of a row.</param>
    public int MostChosen(int time) => Math.Min(time, (int)Math.Round(Share * time, MidpointRounding.AwayFromZero) + Math.Max(2, time / 32));

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time)
        => [[batch, time], [batch, time], [batch, time], [batch, MostChosen(time)], [batch, MostChosen(time)]];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        var random = new RandomStream(Seed, string.Create(CultureInfo.InvariantCulture, $"masked/{place}"));
        sequence.FillText(batch, row);
        var chosen = Choose(sequence, random);
        var tokens = batch.Row(0, row);
        var positions = batch.Row(3, row);
        var targets = batch.Row(4, row);
        positions.Fill(-1);
        targets.Fill(-1);
        for (var i = 0; i < chosen.Count; i++)
        {
            var position = chosen[i];
            positions[i] = (row * tokens.Length) + position;
            targets[i] = tokens[position];
            var drawn = random.NextDouble();
            tokens[position] = drawn < MaskShare ? _mask
                : drawn < MaskShare + RandomShare ? _ordinary[random.NextBelow(_ordinary.Length)]
                : tokens[position];
        }

        return chosen.Count;
    }

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row)
    {
        PackedSequence.ClearText(batch, row);
        batch.Row(3, row).Fill(-1);
        batch.Row(4, row).Fill(-1);
    }

    /// <inheritdoc/>
    public override TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs) => new TokenGuesses(model.Logits(Chosen(Hidden(model, inputs, new RouterRecord()), inputs)), inputs[4]);

    internal override Tensor Hidden(Model model, IReadOnlyList<Tensor> inputs, RouterRecord routers) => ((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2]));

    internal override LossTensors Loss(Model model, Tensor hidden, RouterRecord routers, IReadOnlyList<Tensor> inputs, Tensor scale) => model.TokenLoss(Chosen(hidden, inputs), inputs[4], scale);

    /// <summary>The hidden states of the chosen positions, [batch · most chosen, hidden size].</summary>
    private static Tensor Chosen(Tensor hidden, IReadOnlyList<Tensor> inputs)
        => hidden.Reshape([hidden.Shape[0] * hidden.Shape[1], hidden.Shape[2]]).Gather(inputs[3].Reshape([(int)inputs[3].Shape.Count]));

    /// <summary>The chosen positions, in order.</summary>
    private List<int> Choose(PackedSequence sequence, RandomStream random)
    {
        var groups = new List<Range>();
        foreach (var (start, end) in sequence.Documents())
        {
            groups.AddRange(ChooseFrom(sequence, start, end, random));
        }

        // Many short documents may ask for more than fits: then some of what was chosen, each as likely, is let go.
        var most = MostChosen(sequence.Tokens.Length);
        var total = groups.Sum(Length);
        while (total > most)
        {
            var gone = (int)random.NextBelow(groups.Count);
            total -= Length(groups[gone]);
            groups.RemoveAt(gone);
        }

        return [.. groups.SelectMany(static group => Enumerable.Range(group.Start.Value, Length(group))).Order()];
    }

    private IEnumerable<Range> ChooseFrom(PackedSequence sequence, int start, int end, RandomStream random)
    {
        var words = Words(sequence, start, end);
        if (words.Count == 0)
        {
            yield break;
        }

        var wanted = Math.Max(1, (int)Math.Round(Share * words.Sum(Length), MidpointRounding.AwayFromZero));
        var taken = 0;
        var order = random.Permutation(words.Count);
        foreach (var word in order.Select(index => words[index]))
        {
            if (taken + Length(word) <= wanted)
            {
                taken += Length(word);
                yield return word;
            }
        }

        if (taken == 0)
        {
            // All words are longer than the share; one is chosen all the same.
            yield return words[order[0]];
        }
    }

    /// <summary>What is chosen whole: the words of a document, or its single tokens, but special ones.</summary>
    private List<Range> Words(PackedSequence sequence, int start, int end)
    {
        var words = new List<Range>();
        for (var i = start; i < end; i++)
        {
            var token = sequence.Tokens[i];
            if (_special[token] || sequence.Targets[i > start ? i - 1 : i] < 0)
            {
                continue;
            }

            if (BeginsWord is { } begins && !begins[token] && words.Count > 0 && words[^1].End.Value == i)
            {
                words[^1] = words[^1].Start..(i + 1);
            }
            else
            {
                words.Add(i..(i + 1));
            }
        }

        return words;
    }

    private static int Length(Range range) => range.End.Value - range.Start.Value;
}
