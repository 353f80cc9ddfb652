using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Training.Objectives;

namespace Sinter.Training.Preference;

/// <summary>
/// Learns from examples of two passages, a chosen completion of a prompt and a rejected one, by any <see cref="PreferenceMethod"/>. A target is a pair: losses are means over pairs, whatever rows and
/// batches they lie in. The guess that is counted in measurements is which of the two has the larger reward.
/// </summary>
public sealed class PreferenceObjective : CompletionObjective
{
    /// <summary>Makes it.</summary>
    /// <param name="options">How; null for DPO.</param>
    /// <exception cref="ArgumentException">The options have a fault.</exception>
    public PreferenceObjective(PreferenceOptions? options = null)
    {
        Options = options ?? new PreferenceOptions();
        if (Options.FindFault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    /// <summary>How it learns.</summary>
    public PreferenceOptions Options { get; }

    /// <inheritdoc/>
    public override string Name => PreferenceOptions.Names[(int)Options.Method];

    /// <inheritdoc/>
    private protected override int PassagesOfGuess => 2;

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var all = Sum(model, inputs);
        var (chosen, rejected) = (Side(all, 0), Side(all, 1));
        var losses = PreferenceLosses.Of(Options, chosen, rejected) * chosen.Present;
        return new LossTensors(losses.Sum() * scale.Reshape([]), losses);
    }

    /// <inheritdoc/>
    public override TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs)
    {
        var all = Sum(model, inputs);
        var difference = PreferenceLosses.Reward(Options, Side(all, 0)) - PreferenceLosses.Reward(Options, Side(all, 1));
        return new TokenGuesses(PairGuesses.Logits(difference, inputs[GuessInput]), inputs[GuessInput]);
    }

    /// <inheritdoc/>
    private protected override int Complete(int completions, ReadOnlySpan<float> marks, Span<int> guesses) => PairGuesses.Complete(completions, guesses);

    /// <inheritdoc/>
    internal override double[] StartLosses(ObjectiveBatch batch)
    {
        var (references, inverseLengths, present) = (batch.Numbers[0], batch.Numbers[1], batch.Numbers[3]);
        var losses = new double[present.Length / 2];
        for (var pair = 0; pair < losses.Length; pair++)
        {
            losses[pair] = present[2 * pair] == 0 ? double.NaN : PreferenceLosses.AtStart(Options) - (Options.NllWeight * references[2 * pair] * inverseLengths[2 * pair]);
        }

        return losses;
    }

    /// <summary>One side of all pairs, [pairs] each.</summary>
    private static CompletionSide Side(Completions all, int side)
    {
        return new CompletionSide(Of(all.Policy), Of(all.Reference), Of(all.InverseLength), Of(all.Present));

        Tensor Of(Tensor x)
        {
            var pairs = (int)x.Shape.Count / 2;
            return x.Reshape([pairs, 2]).Slice(1, side, 1).Reshape([pairs]);
        }
    }
}
