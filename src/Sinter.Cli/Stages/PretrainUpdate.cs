using System.Text.Json.Nodes;
using Sinter.Cli.Reports;
using Sinter.Cli.Tuning;
using Sinter.Data.Packing;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training.Objectives;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>
/// A pre-training that goes on from the model of the last one: on the documents that are new, with a share of the old ones beside, and with a fresh optimizer. Then both models are measured on the same held-out text, and
/// the new one is taken unless it is worse.
/// </summary>
/// <remarks>
/// A new sequence is read as often as a training from nothing with the steps of the recipe would read each of its sequences: the steps are those of the recipe times the share of the new sequences among all of the train
/// split, and as many more as the old ones take; at least one and at most those of the recipe. The warm-up is shortened alike. The learning rate rises to that of the recipe and falls again, as Ibrahim et al. 2024 ("Simple
/// and Scalable Strategies to Continually Pre-train Large Language Models") found best.
/// </remarks>
internal sealed class PretrainUpdate(StageContext context, UpkeepMemory memory, CancellationToken cancellation)
{
    /// <summary>The key of the steps that the accepted model was trained in all runs.</summary>
    public const string StepsOfAllRuns = "stepsOfAllRuns";

    private const string Stage = "pretrain";

    private readonly PretrainUpdateText _text = new(context, memory);

    /// <summary>Why a model cannot go on with the tokens of a run, as a clause; null where it can.</summary>
    public static string? Misfit(UpkeepMemory memory, RunFolder run) =>
        Tokenizer.Load(memory.Model).Fingerprint == Tokenizer.Load(run.Tokenizer).Fingerprint ? null : "the tokenizer of the run is another one than that of the model before";

    /// <summary>Trains, compares, writes the model that is taken.</summary>
    /// <returns>The result of the stage, and whether the new model is taken.</returns>
    public (StageResult Result, bool IsTaken) Run()
    {
        var section = context.Recipe.Pretrain;
        var output = RunModels.Output(context.Recipe, context.Run, Stage);
        var tokenizer = Tokenizer.Load(context.Run.Tokenizer);
        var objective = RecipeObjectives.Of(context.Recipe, tokenizer);
        var backend = TrainingStages.Backend(context);
        using var all = PackedDataset.Open(context.Run.PackedSplit("train"));
        var counts = _text.Divide(all.Manifest, cancellation);
        if (counts.New == 0)
        {
            return (Stay(all, output, objective, counts), false);
        }

        _text.Pack(tokenizer, cancellation);
        using var fresh = PackedDataset.Open(_text.Packed(PretrainUpdateText.New));
        using var old = PackedDataset.Open(_text.Packed(PretrainUpdateText.Old));
        using var before = PackedDataset.Open(_text.Packed(PretrainUpdateText.HeldOutBefore));
        using var added = PackedDataset.Open(_text.Packed(PretrainUpdateText.HeldOutNew));
        using var validation = PackedDataset.Open(context.Run.PackedSplit("validation"));
        if (before.Sequences == 0)
        {
            context.Tell(Stage, "None of the documents that were held out before is among the inputs any more, so that it cannot be seen whether the new model forgets; give the old inputs beside the new ones.");
        }

        var replay = old.Sequences == 0 ? 0 : section.Replay;
        var steps = Steps(section.Steps, fresh.Sequences, all.Sequences, replay);
        context.Progress.Note($"The model of the last run goes on: {Units.Count(counts.New)} documents are new, and {Units.Count(replay == 0 ? 0 : counts.Old)} old ones train again beside them, in {Units.Count(steps)} steps.");
        var model = ModelWeights.Load(memory.Model, backend, trainable: true);
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob
            {
                Name = Stage,
                Section = section,
                Model = model,
                Tokenizer = tokenizer,
                Data = ReplayMixture.Of(fresh, old, replay, context.Recipe.Seed),
                Validation = validation,
                Objective = objective,
                Prompt = section.ContinuesText ? TrainingStages.Prompt : null,
                Adjust = options => options with { Steps = steps, WarmupSteps = (int)Math.Ceiling((double)section.WarmupSteps * steps / section.Steps) },
            },
            cancellation);

        var last = ModelWeights.Load(memory.Model, backend);
        var comparison = new TextComparison(tokenizer, section.ContinuesText ? null : objective, context.Recipe.Evaluate.Sequences, context.Recipe.Seed)
            .Of(last, model, before, added, section.ContinuesText ? _text.HeldOutTexts() : [], cancellation);
        var isTaken = comparison.Decision.TakesNew;
        context.TellOfUpkeep(Stage, comparison.Sentence, isRefused: !isTaken);
        if (isTaken)
        {
            TrainingStages.Write(output, model, tokenizer);
        }
        else
        {
            UpkeepMemory.Copy(memory.Model, output);
        }

        var result = TrainingStages.Result(model, outcome, fresh);
        result.Metrics[StepsOfAllRuns] = StepsBefore + (isTaken ? steps : 0);
        result.Metrics[UpkeepSection.Key] = Figures(comparison.Decision.ToJson(), comparison.Sentence, counts with { Old = replay == 0 ? 0 : counts.Old });
        if ((isTaken ? comparison.New : comparison.Old) is { } fairness)
        {
            result.Metrics[UpkeepSection.FairnessKey] = fairness.ToJson();
        }

        PretrainStage.AddGuesses(result, context, isTaken ? model : last, objective, cancellation);
        return (result, isTaken);
    }

    private int StepsBefore => (memory.Result.Metrics[StepsOfAllRuns] ?? memory.Result.Metrics["steps"])!.GetValue<int>();

    /// <summary>How many steps an update takes; see the remarks of the class.</summary>
    internal static int Steps(int steps, long fresh, long all, double replay) =>
        (int)Math.Clamp(Math.Ceiling(steps * ((double)fresh / Math.Max(1, all)) / (1 - replay)), 1, steps);

    /// <summary>Nothing is new: the model stays.</summary>
    private StageResult Stay(PackedDataset all, string output, Objective objective, UpdateCounts counts)
    {
        var sentence = $"No document of the train split is new since the last run, so nothing is trained and the model before stays; delete the folder '{memory.Folder}' to begin afresh.";
        context.TellOfUpkeep(Stage, sentence, isRefused: false);
        UpkeepMemory.Copy(memory.Model, output);
        var model = ModelWeights.Load(memory.Model, TrainingStages.Backend(context));
        var result = TrainingStages.Result(model, new TrainingOutcome(0, 0, null, null, 0), all);
        result.Metrics[StepsOfAllRuns] = StepsBefore;
        result.Metrics[UpkeepSection.Key] = Figures(new JsonObject { ["takesNew"] = false, ["comparedItems"] = new JsonArray() }, sentence, counts with { Old = 0 });
        PretrainStage.AddGuesses(result, context, model, objective, cancellation);
        return result;
    }

    private static JsonObject Figures(JsonObject decision, string sentence, UpdateCounts counts)
    {
        decision["sentence"] = sentence;
        decision["newDocuments"] = counts.New;
        decision["replayedDocuments"] = counts.Old;
        decision["heldOutBefore"] = counts.HeldOutBefore;
        decision["heldOutNew"] = counts.HeldOutNew;
        return decision;
    }
}
