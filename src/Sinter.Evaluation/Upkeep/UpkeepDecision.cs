using System.Text.Json.Nodes;

namespace Sinter.Evaluation.Upkeep;

/// <summary>Whether a model that was trained further takes the place of the one before. It does unless it is worse somewhere: the new data is worth having, harm is not.</summary>
/// <param name="TakesNew">True where the new model is taken.</param>
/// <param name="Comparisons">What it was decided by.</param>
public sealed record UpkeepDecision(bool TakesNew, IReadOnlyList<ModelComparison> Comparisons)
{
    /// <summary>The reasons in sentences, what speaks against the new model first.</summary>
    public IReadOnlyList<string> Reasons => [.. Comparisons.OrderByDescending(static comparison => comparison.Verdict == UpkeepVerdict.KeepOld).Select(static comparison => comparison.ToString())];

    /// <summary>Decides by held-out items and, where both models were probed, by fairness.</summary>
    /// <param name="heldOut">What was measured on held-out items.</param>
    /// <param name="oldFairness">The probes of the old model, or null.</param>
    /// <param name="newFairness">The same probes of the new model, or null.</param>
    /// <param name="seed">What the bootstrap draws from.</param>
    /// <param name="fairnessMargin">A rise of the mean change up to here does not matter: of a probability, or in nats a token of a language model. A language model that has learned more tells all texts apart more sharply, also these.</param>
    /// <exception cref="ArgumentException">The models were probed by other probes.</exception>
    public static UpkeepDecision Of(IReadOnlyList<ModelComparison> heldOut, FairnessReport? oldFairness = null, FairnessReport? newFairness = null, int seed = 0, double fairnessMargin = 0)
    {
        List<ModelComparison> all = [.. heldOut, .. Fairness(oldFairness, newFairness, seed, fairnessMargin)];
        return new(all.TrueForAll(static comparison => comparison.Verdict != UpkeepVerdict.KeepOld), all);
    }

    /// <summary>The decision as metrics of a stage.</summary>
    public JsonObject ToJson() => new()
    {
        ["takesNew"] = TakesNew,
        ["comparedItems"] = new JsonArray([.. Comparisons.Select(static comparison => (JsonNode)new JsonObject
        {
            ["measure"] = comparison.Measure,
            ["items"] = comparison.Items,
            ["old"] = comparison.Old,
            ["new"] = comparison.New,
            ["low"] = comparison.Low,
            ["high"] = comparison.High,
            ["verdict"] = comparison.Verdict switch { UpkeepVerdict.TakeNew => "take new", UpkeepVerdict.KeepOld => "keep old", _ => "no difference" },
        })]),
    };

    private static IEnumerable<ModelComparison> Fairness(FairnessReport? old, FairnessReport? @new, int seed, double margin)
    {
        if (old is null || @new is null || old.Results.Count == 0)
        {
            yield break;
        }

        if (!old.Results.Select(static result => result.Set).SequenceEqual(@new.Results.Select(static result => result.Set), StringComparer.Ordinal))
        {
            throw new ArgumentException("The two models were not probed by the same texts; give both the same probes.", nameof(@new));
        }

        yield return ModelComparison.OfLosses(
            "mean change on swapped groups", [.. old.Results.Select(static result => Math.Abs(result.Change))], [.. @new.Results.Select(static result => Math.Abs(result.Change))], seed: seed, margin: margin);
        if (old.Results.All(static result => result.Flipped is not null) && @new.Results.All(static result => result.Flipped is not null))
        {
            yield return ModelComparison.OfAnswers(
                "predictions that stay on swapped groups", [.. old.Results.Select(static result => result.Flipped == false)], [.. @new.Results.Select(static result => result.Flipped == false)], seed);
        }
    }
}
