using System.Diagnostics;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Runs the steps of a chain that look at one document alone. Every thread has a runner of its own, which counts the time of each step.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="scoreDropped">Whether a document that a rule drops is measured by the later steps all the same, so that other limits can be tried without a second pass.</param>
public sealed class ChainRunner(CleaningChain chain, bool scoreDropped = true)
{
    private readonly long[] _ticks = new long[chain.Workers.Count];

    /// <summary>Gives the time spent in each step that works on one document alone, in ticks of <see cref="Stopwatch"/>, and begins anew.</summary>
    public long[] TakeTicks()
    {
        var taken = _ticks.ToArray();
        Array.Clear(_ticks);
        return taken;
    }

    /// <summary>Runs the steps on a document.</summary>
    public ChainResult Run(Document document)
    {
        var candidate = new Candidate(document);
        var scores = new float[chain.Rules.Count];
        scores.AsSpan().Fill(float.NaN);
        var droppedBy = ChainResult.Kept;
        for (var i = 0; i < chain.Workers.Count && (scoreDropped || droppedBy == ChainResult.Kept); i++)
        {
            var step = chain.Workers[i];
            var began = Stopwatch.GetTimestamp();
            if (TryProcess(step, candidate) is { } fault)
            {
                return new ChainResult(document, scores, ChainResult.Broken, fault);
            }

            _ticks[i] += Stopwatch.GetTimestamp() - began;
            foreach (var rule in step.Rules)
            {
                var score = (float)candidate.Scores[rule.Index - step.Rules[0].Index];
                scores[rule.Index] = score;
                if (droppedBy == ChainResult.Kept && !rule.Rule.Allows(score))
                {
                    droppedBy = rule.Index;
                }
            }
        }

        return new ChainResult(candidate.ToDocument(), scores, droppedBy, null);
    }

    /// <summary>The text as the step of a rule met it, and the parts of it that weighed against the document under that rule.</summary>
    public (string Text, IReadOnlyList<Evidence> Marks) FindEvidence(Document document, int ruleIndex)
    {
        var candidate = new Candidate(document, wantsEvidence: true);
        foreach (var step in chain.Workers)
        {
            var text = candidate.Text;
            var marksBefore = candidate.Marks.Count;
            if (TryProcess(step, candidate) is not null)
            {
                return (text, []);
            }

            if (step.Rules.Any(rule => rule.Index == ruleIndex))
            {
                var own = ruleIndex - step.Rules[0].Index;
                return (text, [.. candidate.Marks.Skip(marksBefore).Where(mark => mark.Rule == own && mark.Start >= 0 && mark.Start + mark.Length <= text.Length).OrderBy(static mark => mark.Start)]);
            }
        }

        return (candidate.Text, []);
    }

    private static string? TryProcess(ChainStep step, Candidate candidate)
    {
        try
        {
            candidate.BeginStep(step.Rules.Count);
            step.Worker!.Process(candidate);
            return null;
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or OperationCanceledException))
        {
            // A document that a step cannot cope with must not stop the run, nor be lost silently.
            return $"the step '{step.Name}' failed: {fault.Message}";
        }
    }
}
