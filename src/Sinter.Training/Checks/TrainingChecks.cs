using System.Diagnostics;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Training.Objectives;

namespace Sinter.Training.Checks;

/// <summary>
/// Checks that a training does what it seems to do, each a few passes over a row or two: micro-batches give the gradients of one batch, texts of a row do not see each other, the end of text is trained,
/// frozen weights stay, the loss begins where it should. They leave model, gradients and everything random as they were, to the bit.
/// </summary>
public static class TrainingChecks
{
    /// <summary>Runs all checks.</summary>
    /// <param name="model">The model, with the weights to start from.</param>
    /// <param name="objective">What it is trained to do.</param>
    /// <param name="data">What it is trained on.</param>
    /// <param name="options">How.</param>
    /// <param name="known">What is known besides; nothing where left out.</param>
    /// <param name="cancellation">Ends the checks between two of them.</param>
    /// <exception cref="InvalidDataException">The model cannot be trained this way, or there are no data.</exception>
    public static IReadOnlyList<TrainingCheck> Run(Model model, Objective objective, ISequenceSource data, TrainingOptions options, TrainingCheckOptions? known = null, CancellationToken cancellation = default)
    {
        if (data is IFiniteSequences { Sequences: 0 })
        {
            throw new InvalidDataException("There is no sequence to check the training with; give it data.");
        }

        var subject = new CheckSubject(model, objective, data, options, known ?? new());
        List<TrainingCheck> checks = [];
        foreach (var (name, check) in ((string, Func<CheckSubject, CheckResult>)[])
        [
            ("micro-batches", MicroBatchCheck.Run),
            ("neighbours", NeighbourCheck.Run),
            ("end of text", EndOfTextCheck.Run),
            ("frozen weights", FrozenWeightsCheck.Run),
            ("start loss", StartLossCheck.Run),
        ])
        {
            cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var recomputes = model.RecomputesBlocks;
            var result = check(subject);
            model.RecomputesBlocks = recomputes;
            checks.Add(new TrainingCheck(name, result.Passed ?? true, result.Sentence, Stopwatch.GetElapsedTime(start).TotalSeconds) { IsSkipped = result.Passed is null });
        }

        return checks;
    }
}

/// <summary>What is checked.</summary>
internal sealed record CheckSubject(Model Model, Objective Objective, ISequenceSource Data, TrainingOptions Options, TrainingCheckOptions Known)
{
    /// <summary>Sequences to look at, at most so many.</summary>
    public long Rows(long most) => Data is IFiniteSequences finite ? Math.Min(finite.Sequences, most) : most;

    /// <summary>The sequence at a place.</summary>
    public PackedSequence Read(long place)
    {
        var sequence = new PackedSequence(Data.ContextLength, Objective.Channels);
        sequence.Read(Data, place);
        return sequence;
    }

    /// <summary>The first row on which something is trained, of those that are looked at.</summary>
    public (ObjectiveBatch Batch, long Place)? FirstTrained()
    {
        var batch = new ObjectiveBatch(Objective, 1, Data.ContextLength);
        for (var place = 0L; place < Rows(64); place++)
        {
            batch.Read(Data, place, 0);
            if (batch.Targets > 0)
            {
                return (batch, place);
            }
        }

        return null;
    }
}

/// <summary>What one check found.</summary>
/// <param name="Passed">Whether all is well; null where it says nothing.</param>
/// <param name="Sentence">One sentence.</param>
internal readonly record struct CheckResult(bool? Passed, string Sentence);
