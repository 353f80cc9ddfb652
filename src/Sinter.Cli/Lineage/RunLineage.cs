using System.Globalization;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Data.Lineage;
using Sinter.Data.Packing;
using Sinter.Training.Runs;

namespace Sinter.Cli.Lineage;

/// <summary>
/// Which models of a run saw documents: from where their tokens lie in the packed data, over the order in which the training reads sequences (it follows from recipe and seed), to the
/// steps that read them.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="places">Where tokens of the documents lie.</param>
internal sealed class RunLineage(RunFolder run, IReadOnlyList<PackedPlace> places)
{
    private const int ShownSteps = 20;

    /// <summary>Whether a folder is that of a run.</summary>
    public static bool IsRun(string folder) => File.Exists(new RunFolder(folder).Recipe);

    /// <summary>The models and checkpoints, and the tokenizer, that saw a document.</summary>
    /// <param name="isInTrainSplit">Whether the text stood in the train split, of which the tokenizer is made.</param>
    public IReadOnlyList<SeenBy> Models(bool isInTrainSplit)
    {
        var models = new List<SeenBy>();
        if (isInTrainSplit && File.Exists(run.TokenizerJson))
        {
            models.Add(new SeenBy(Relative(run.TokenizerJson), "tokenizer", "the vocabulary was counted over texts with it; it may have tokens made of its words", [], 0, 0));
        }

        var recipe = Recipe();
        var pretrained = Of("pretrain", "train", recipe is null ? run.BaseModel : RunModels.Output(recipe, run, "pretrain"), recipe?.Pretrain, recipe);
        models.AddRange(pretrained);
        if (pretrained.Count > 0 && recipe is not null)
        {
            models.AddRange(RunModels.Trainings(recipe).Where(static training => training is not ("pretrain" or "finetune"))
                .Select(training => new SeenBy(Relative(RunModels.Output(recipe, run, training)), training, "was trained on from a model that saw it, and may have read it again", [], 0, 0)));
        }

        var tuned = Of("finetune", "chat-train", run.Model, recipe?.Finetune, recipe);
        models.AddRange(tuned);
        if (pretrained.Count > 0 && tuned.Count == 0 && Directory.Exists(run.Model))
        {
            models.Add(new SeenBy(Relative(run.Model), "finetune", "was tuned from a model that saw it", [], 0, 0));
        }

        return models;
    }

    private List<SeenBy> Of(string stage, string split, string model, TrainingSection? section, Recipe? recipe)
    {
        var folder = Path.GetFullPath(run.PackedSplit(split));
        var sequences = places.Where(place => string.Equals(place.Folder, folder, StringComparison.Ordinal)).Select(static place => place.Sequence).ToHashSet();
        var checkpoints = Checkpoints(stage);
        if (stage is "pretrain" && recipe is { Pretrain.Upkeep: true })
        {
            // A model that went on from the one of an earlier run has read what was packed then, in an order that is no more known.
            string[] models = [.. checkpoints.Select(static checkpoint => checkpoint.Path), model, Path.Combine(run.PretrainUpkeep, "model")];
            return sequences.Count == 0 ? []
                : [.. models.Where(Directory.Exists).Select(path => new SeenBy(Relative(path), stage, "was trained on data that held it, or went on from a model that was; without it only the next run after 'upkeep-pretrain' is deleted begins", [], 0, 0))];
        }

        var steps = Math.Max(StepsDone(stage), checkpoints.Select(static checkpoint => checkpoint.Step).DefaultIfEmpty().Max());
        if (sequences.Count == 0 || steps == 0)
        {
            return [];
        }

        if (section is null || recipe is null)
        {
            string[] all = [.. checkpoints.Select(static checkpoint => checkpoint.Path), .. Directory.Exists(model) ? [model] : (string[])[]];
            return [.. all.Select(path => new SeenBy(Relative(path), stage, "was trained on data that held it; the recipe of the run cannot be read, so it is not known whether it was read", [], 0, 0))];
        }

        using var packed = PackedDataset.Open(folder, checkHashes: false);
        var options = TrainingStages.Options(section, recipe.Seed, "");
        var each = (long)options.BatchSize * options.Accumulation;
        var read = options.SequencesRead(packed.Sequences).Take((int)Math.Min(int.MaxValue, steps * each)).Index().Where(place => sequences.Contains(place.Item)).Select(place => (int)(place.Index / each) + 1).ToList();
        var seen = new List<SeenBy>();
        foreach (var (path, step) in checkpoints)
        {
            Add(path, step, seen, read, packed.Sequences, each, stage);
        }

        if (Directory.Exists(model))
        {
            Add(model, steps, seen, read, packed.Sequences, each, stage);
        }

        return seen;
    }

    private void Add(string path, int step, List<SeenBy> seen, List<int> read, long sequences, long each, string stage)
    {
        var until = read.TakeWhile(at => at <= step).ToList();
        if (until.Count == 0)
        {
            return;
        }

        var epochs = step * each / (double)sequences;
        var shown = until.Distinct().Take(ShownSteps).ToList();
        var how = string.Create(CultureInfo.InvariantCulture, $"read it {until.Count} {(until.Count == 1 ? "time" : "times")} in {step} steps ({epochs:0.##} epochs), first in step {until[0]}");
        seen.Add(new SeenBy(Relative(path), stage, how, shown, until.Count, Math.Round(epochs, 4)));
    }

    private int StepsDone(string stage) => StageResult.Read(run, stage)?.Metrics["steps"]?.GetValue<int>() ?? 0;

    private List<(string Path, int Step)> Checkpoints(string stage)
    {
        const string prefix = "step-";
        var folder = run.StageCheckpoints(stage);
        return !Directory.Exists(folder) ? []
            : [.. Directory.GetDirectories(folder, prefix + "*")
                .Select(static path => (Path: path, IsStep: int.TryParse(Path.GetFileName(path)[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var step), Step: step))
                .Where(static checkpoint => checkpoint.IsStep)
                .OrderBy(static checkpoint => checkpoint.Step)
                .Select(static checkpoint => (checkpoint.Path, checkpoint.Step))];
    }

    private Recipe? Recipe()
    {
        try
        {
            return RecipeReader.Read(run.Recipe);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UsageException)
        {
            return null;
        }
    }

    private string Relative(string path) => Path.GetRelativePath(run.Root, path).Replace(Path.DirectorySeparatorChar, '/');
}
