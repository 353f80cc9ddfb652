using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Training.Examples;
using Sinter.Training.Preference;
using Sinter.Training.Reinforcement;

namespace Sinter.Cli.Tuning;

/// <summary>
/// How far a policy went from where it started: the divergence by token of its own likeliest answers, whatever distance the training itself kept an eye on. It takes the starting model into memory once more, and one pass of both
/// models over the answers.
/// </summary>
internal static class PolicyDistance
{
    private const int RowsOfPass = 8;

    /// <summary>The divergence in nats; null where no answer has a token.</summary>
    /// <param name="model">The policy.</param>
    /// <param name="start">The folder of the model that it was.</param>
    /// <param name="answers">Answers of the policy.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static DivergenceEstimate? Of(Model model, string start, IReadOnlyList<ScoredAnswer> answers, CancellationToken cancellation)
    {
        // The meter is one of pairs and takes the distance of the first of two; an answer stands for both.
        Example[] examples = [.. answers.Where(static answer => answer.Tokens.Length > 0).Select(static answer => Passage(answer)).Select(static passage => new Example([passage, passage]))];
        if (examples.Length == 0)
        {
            return null;
        }

        var known = ReferenceLogProbabilities.Compute(ModelWeights.Load(start, model.Backend), examples, RowsOfPass, cancellation: cancellation);
        return new PreferenceMeter(model, known.Examples, batchSize: RowsOfPass).Measure(cancellation: cancellation).KlPerToken;
    }

    private static Passage Passage(ScoredAnswer answer)
    {
        int[] tokens = [.. answer.Prompt.Tokens, .. answer.Tokens];
        var trained = new bool[tokens.Length];
        trained.AsSpan(answer.Prompt.Tokens.Length).Fill(true);
        return Training.Examples.Passage.OfText(tokens, trained);
    }
}
