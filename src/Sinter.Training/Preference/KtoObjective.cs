using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Training.Objectives;

namespace Sinter.Training.Preference;

/// <summary>
/// Kahneman-Tversky optimization (Ethayarajh et al. 2024, equations 7 and 8): single completions that are desirable or not. With r = log π(y|x) - log ref(y|x), the loss of a desirable one is
/// λ (1 - σ(β (r - z))) and of an undesirable one λ (1 - σ(β (z - r))). The point of reference z is the divergence of the policy from the reference, estimated as the larger of 0 and the mean of
/// log π(y'|x) - log ref(y'|x) over prompts with completions y' of others, without a gradient. It is one for each pass over a batch, so that accumulated passes each have their
/// own, as in the authors' code. A target is a completion; the guess that is counted in measurements is whether r is above z.
/// </summary>
/// <remarks>An example has two passages: a prompt with its completion, marked 1 or -1, and the prompt with the completion of another, marked 0; without the second z is 0.</remarks>
public sealed class KtoObjective : CompletionObjective
{
    /// <summary>Makes it.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options have a fault.</exception>
    public KtoObjective(KtoOptions? options = null)
    {
        Options = options ?? new KtoOptions();
        if (Options.FindFault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    /// <summary>How it learns.</summary>
    public KtoOptions Options { get; }

    /// <inheritdoc/>
    public override string Name => "kto";

    /// <inheritdoc/>
    public override bool IsAcrossTexts => true;

    /// <inheritdoc/>
    private protected override int PassagesOfGuess => 1;

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var all = Sum(model, inputs);

        // λ (1 - σ(a)) is λ σ(-a); the mark says whose turn it is, and 0 that it is nobody's.
        var weights = all.Marks.Relu().Affine(Options.DesirableWeight) + (-all.Marks).Relu().Affine(Options.UndesirableWeight);
        var losses = weights * (all.Marks * AboveReference(all)).Affine(-Options.Beta).Sigmoid();
        return new LossTensors(losses.Sum() * scale.Reshape([]), losses);
    }

    /// <inheritdoc/>
    public override TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs)
    {
        var above = AboveReference(Sum(model, inputs)) * PairGuesses.ByClass(inputs[GuessInput], 1, 1);
        return new TokenGuesses(PairGuesses.TwoClasses(-above, above), inputs[GuessInput]);
    }

    /// <inheritdoc/>
    private protected override int Complete(int completions, ReadOnlySpan<float> marks, Span<int> guesses)
    {
        var judged = 0;
        for (var i = 0; i < completions; i++)
        {
            if (marks[i] != 0)
            {
                guesses[i] = marks[i] > 0 ? 1 : 0;
                judged++;
            }
        }

        return judged;
    }

    /// <inheritdoc/>
    internal override double[] StartLosses(ObjectiveBatch batch)
        => [.. batch.Numbers[2].Select(mark => mark == 0 ? double.NaN : (mark > 0 ? Options.DesirableWeight : Options.UndesirableWeight) / 2)];

    /// <summary>r - z of each completion.</summary>
    private static Tensor AboveReference(Completions all)
    {
        var ratios = all.Policy - all.Reference;
        var foreign = all.Present - all.Marks.Abs();
        var count = foreign.Sum().Affine(1, -1).Relu().Affine(1, 1);
        var divergence = ((foreign * ratios).Sum() / count).Relu();
        return ratios - new Detach().Apply(divergence)[0].Reshape([1]);
    }
}
