using System.Globalization;
using Sinter.Cli.Tuning;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;

namespace Sinter.Cli.Recipes;

/// <summary>The rules that bind several keys of a recipe together.</summary>
internal static class RecipeRules
{
    private const int LongestName = 100;
    private const double Tolerance = 1e-6;

    /// <summary>The first rule that <paramref name="recipe"/> breaks; null for a sound recipe.</summary>
    public static BrokenRule? FirstBroken(Recipe recipe) =>
        Name(recipe.Name) ?? Collect(recipe.Collect) ?? WithoutText(recipe) ?? Clean(recipe.Clean) ?? Dedup(recipe.Dedup) ?? Decontaminate(recipe.Decontaminate) ?? Split(recipe.Split) ?? Model(recipe.Model) ?? Training("pretrain", recipe.Pretrain) ?? Contrast(recipe.Pretrain) ?? Upscale(recipe) ?? PretrainUpkeep(recipe) ?? Task(recipe) ?? Align(recipe.Align) ?? AlignAfterTuning(recipe) ?? Training("align", recipe.Align) ?? Training("upscale", recipe.Upscale) ?? Training("continue", recipe.Continue) ?? Training("finetune", recipe.Finetune);

    /// <summary>The name becomes a folder on any system.</summary>
    private static BrokenRule? Name(string name)
    {
        return IsFolderName(name) ? null : new BrokenRule(
            $"'name' is '{name}', expected at most {LongestName} letters, digits, '-', '_' and '.', with no '.' at either end, as it names a folder.", "name");
    }

    private static bool IsFolderName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') && name[0] != '.' && name[^1] != '.';

    private static BrokenRule? Collect(CollectSection collect) =>
        collect.Source is CollectSection.Files && collect.Inputs.Count == 0 ? new BrokenRule("'collect.inputs' is empty, expected at least one file, folder or pattern, as 'collect.source' is files.", "collect.inputs", "collect.source")
        : collect.Source is not CollectSection.Files && collect.Inputs.Count > 0 ? new BrokenRule($"'collect.inputs' is given, expected nothing with 'collect.source' {collect.Source}; set it to files.", "collect.inputs", "collect.source")
        : null;

    /// <summary>The steps are made, which is their check: names, options, order, files that they name.</summary>
    private static BrokenRule? Clean(CleanSection clean)
    {
        try
        {
            clean.Chain();
            return null;
        }
        catch (Exception fault) when (fault is InvalidDataException or FileNotFoundException)
        {
            return new BrokenRule(fault.Message, "clean.steps", "clean.profile", "clean.plugins");
        }
    }

    private static BrokenRule? Contrast(PretrainSection pretrain) =>
        pretrain.Contrast > 0 && pretrain.Objective is not ("masked" or "next-token")
            ? new BrokenRule($"'pretrain.contrast' is above 0, expected 0 with 'pretrain.objective' {pretrain.Objective}; texts are compared beside masked and next-token only.", "pretrain.contrast", "pretrain.objective")
            : null;

    private static BrokenRule? Dedup(DedupSection dedup)
    {
        if (dedup.Passes.CountBy(static pass => pass.Name, StringComparer.Ordinal).FirstOrDefault(static count => count.Value > 1) is { Key: { } twice })
        {
            return new BrokenRule($"'dedup.passes' has '{twice}' twice; take one away, or give one of them another name with '{StepSetting.NameOption}'.", "dedup.passes");
        }

        try
        {
            foreach (var pass in dedup.Passes)
            {
                DedupSection.Finder(pass);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or ArgumentException or FileNotFoundException)
        {
            return new BrokenRule(fault.Message, "dedup.passes");
        }

        if (dedup.Passes.FirstOrDefault(static pass => !IsFolderName(pass.Name)) is { } odd)
        {
            return new BrokenRule($"'dedup.passes' names a pass '{odd.Name}', expected letters, digits, '-', '_' and '.', as it names a folder.", "dedup.passes");
        }

        return dedup.Keep is "source" != dedup.SourceOrder.Count > 0
            ? new BrokenRule("'dedup.keep' is source exactly where 'dedup.sourceOrder' names sources; set both or neither.", "dedup.sourceOrder", "dedup.keep")
            : null;
    }

    /// <summary>Sets that are not there are told before hours of cleaning.</summary>
    private static BrokenRule? Decontaminate(DecontaminateSection decontaminate)
    {
        try
        {
            InputSet.Resolve(decontaminate.Against, InputSettings.Default);
            return null;
        }
        catch (FileNotFoundException fault)
        {
            return new BrokenRule(fault.Message, "decontaminate.against");
        }
    }

    private static BrokenRule? Split(SplitSection split)
    {
        string[] keys = ["split.train", "split.validation", "split.test"];
        var sum = split.Train + split.Validation + split.Test;
        return Math.Abs(sum - 1) > Tolerance ? new BrokenRule(
                string.Create(CultureInfo.InvariantCulture, $"'split.train', 'split.validation' and 'split.test' add up to {sum:0.######}, expected 1."), keys)
            : split.Train <= 0 ? new BrokenRule("'split.train' is 0, expected more, as there would be nothing to train on.", keys[0])
            : null;
    }

    private static BrokenRule? Model(ModelSection model) =>
        model.HiddenSize % model.Heads != 0 ? new BrokenRule(
            $"'model.hiddenSize' is {model.HiddenSize}, expected a multiple of 'model.heads' ({model.Heads}).", "model.hiddenSize", "model.heads")
        : model.HiddenSize / model.Heads % 2 != 0 ? new BrokenRule(
            $"'model.hiddenSize' / 'model.heads' is {model.HiddenSize / model.Heads}, expected an even number, as rotary positions turn pairs.", "model.heads", "model.hiddenSize")
        : model.Heads % model.KeyValueHeads != 0 ? new BrokenRule(
            $"'model.keyValueHeads' is {model.KeyValueHeads}, expected a divisor of 'model.heads' ({model.Heads}).", "model.keyValueHeads", "model.heads")
        : null;

    private static BrokenRule? Upscale(Recipe recipe) =>
        recipe.Upscale.Overlap is { } overlap && recipe.Model.From is null && overlap >= recipe.Model.Layers ? new BrokenRule(
            $"'upscale.overlap' is {overlap}, expected less than 'model.layers' ({recipe.Model.Layers}).", "upscale.overlap", "model.layers")
        : recipe.Upscale.Compare.FirstOrDefault(static other => other is not ("parent" or "scratch")) is { } odd ? new BrokenRule(
            $"'upscale.compare' names '{odd}', expected parent and scratch, or nothing.", "upscale.compare")
        : (recipe.Upscale.Overlap is not null || recipe.Continue.Inputs.Count > 0) && !recipe.Pretrain.ContinuesText ? new BrokenRule(
            $"'pretrain.objective' is {recipe.Pretrain.Objective}, expected next-token with 'upscale' or 'continue', which train and measure models that go on with a text.", "pretrain.objective")
        : null;

    private static BrokenRule? PretrainUpkeep(Recipe recipe) =>
        !recipe.Pretrain.Upkeep ? null
        : recipe.Collect.Source is CollectSection.Sums ? new BrokenRule(
            $"'pretrain.upkeep' is true, expected false with 'collect.source' {CollectSection.Sums}, which never become more.", "pretrain.upkeep", "collect.source")
        : recipe.Upscale.Overlap is not null ? new BrokenRule(
            "'pretrain.upkeep' is true, expected false with 'upscale', which goes on at the very sequence where the pre-training of one run ended.", "pretrain.upkeep", "upscale.overlap")
        : null;

    /// <summary>A recipe without text tunes a model that is there.</summary>
    private static BrokenRule? WithoutText(Recipe recipe) =>
        recipe.Collect.HasText ? null
        : recipe.Model.From is null ? new BrokenRule("'collect.source' is none, expected 'model.from' with the folder of a model, as nothing is trained from text.", "collect.source", "model.from")
        : !recipe.Finetune.ReadsFiles && recipe.Align.Method is "none" ? new BrokenRule("'collect.source' is none, expected a 'finetune.task' with files in 'finetune.train', or an 'align.method', as there would be nothing to do.", "collect.source", "finetune.task", "align.method")
        : recipe.Finetune.Task is "questions" or "seq2seq" ? new BrokenRule($"'finetune.task' is {recipe.Finetune.Task}, which is made from documents, expected another one, as 'collect.source' is none.", "finetune.task", "collect.source")
        : null;

    private static BrokenRule? Task(Recipe recipe)
    {
        var finetune = recipe.Finetune;
        return finetune.Task is not ("questions" or "none" or "seq2seq") && finetune.Train.Count == 0 ? new BrokenRule(
                $"'finetune.train' is empty, expected files of examples, as 'finetune.task' is {finetune.Task}.", "finetune.train", "finetune.task")
            : finetune.Task is "seq2seq" && finetune.Train.Count > 0 && finetune.Test.Count == 0 ? new BrokenRule(
                "'finetune.test' is empty, expected files of pairs that are measured, as 'finetune.train' has files.", "finetune.test", "finetune.train")
            : finetune.Compare.FirstOrDefault(static method => !Methods.Contains(method, StringComparer.Ordinal)) is { } odd ? new BrokenRule(
                $"'finetune.compare' names '{odd}', expected some of {string.Join(", ", Methods)}.", "finetune.compare")
            : finetune.Method is "features" && finetune.Task is not ("classify" or "pair") ? new BrokenRule(
                $"'finetune.method' is features, expected another one with 'finetune.task' {finetune.Task}, as it makes a classifier.", "finetune.method", "finetune.task")
            : finetune.Upkeep && finetune.Task is ("questions" or "seq2seq") ? new BrokenRule(
                $"'finetune.upkeep' is true, expected false with 'finetune.task' {finetune.Task}, as only tunings on files of examples are kept up.", "finetune.upkeep", "finetune.task")
            : finetune.Upkeep && finetune.Train.Contains(CollectSection.Sums, StringComparer.Ordinal) ? new BrokenRule(
                $"'finetune.upkeep' is true, expected false with 'finetune.train' {CollectSection.Sums}, which never become more.", "finetune.upkeep", "finetune.train")
            : finetune.Upkeep && finetune.Method is ("prefix" or "prompt" or "adapter") ? new BrokenRule(
                $"'finetune.upkeep' is true, expected false with 'finetune.method' {finetune.Method}, whose result is not part of the weights that the next tuning goes on from.", "finetune.upkeep", "finetune.method")
            : finetune.Folds == 1 ? new BrokenRule("'finetune.folds' is 1, expected 0 for no cross-validation, or at least 2 parts.", "finetune.folds")
            : null;
    }

    private static readonly string[] Methods = ["scratch", .. RecipeSchema.Find("finetune.method")!.AllowedTexts];

    private static BrokenRule? Align(AlignSection align) =>
        align.Method is "none" ? null
        : align.Method is "ppo" && align.Train is "lora" ? new BrokenRule("'align.train' is lora, expected full with 'align.method' ppo, whose value head is trained beside the model.", "align.train", "align.method")
        : align.Data.Count == 0 ? new BrokenRule($"'align.data' is empty, expected files of pairs or prompts, as 'align.method' is {align.Method}.", "align.data", "align.method")
        : align.IsByReward && align.Rewards.Count == 0 && align.RewardModel is null ? new BrokenRule(
            $"'align.rewards' is empty and 'align.rewardModel' names no model, expected one of the two, as 'align.method' is {align.Method}.", "align.rewards", "align.rewardModel", "align.method")
        : AlignmentRewards.Fault(align) is { } fault ? new BrokenRule(fault, "align.rewards")
        : null;

    /// <summary>An alignment goes on from what the tuning before it leaves, which must be a whole model that writes.</summary>
    private static BrokenRule? AlignAfterTuning(Recipe recipe)
    {
        var (finetune, align) = (recipe.Finetune, recipe.Align);
        return align.Method is "none" ? null
            : finetune.Task is "none" ? recipe.Collect.HasText && !recipe.Pretrain.ContinuesText && align.Method is not "reward" ? new BrokenRule(
                $"'pretrain.objective' is {recipe.Pretrain.Objective}, expected next-token with 'align.method' {align.Method}, which aligns what a model writes.", "pretrain.objective", "align.method")
                : null
            : finetune.Task is "seq2seq" ? new BrokenRule(
                $"'finetune.task' is seq2seq, expected another one with 'align.method' {align.Method}, as what encoder-decoders write is not aligned.", "finetune.task", "align.method")
            : finetune.Task is not ("questions" or "instruct" or "generate") && align.Method is not "reward" ? new BrokenRule(
                $"'finetune.task' is {finetune.Task}, whose model writes no text, expected instruct, generate or none with 'align.method' {align.Method}.", "finetune.task", "align.method")
            : finetune.Task is not "questions" && finetune.TrainedNames.Count == 0 && finetune.Method is ("prefix" or "prompt" or "adapter") ? new BrokenRule(
                $"'finetune.method' is {finetune.Method}, expected lora or another one with 'align.method' {align.Method}: an alignment goes on from a whole model, and what {finetune.Method} learns is not part of the weights.",
                "finetune.method", "align.method")
            : null;
    }

    private static BrokenRule? Training(string section, TrainingSection training) =>
        training.MinimumLearningRate > training.LearningRate ? new BrokenRule(
            string.Create(CultureInfo.InvariantCulture, $"'{section}.minimumLearningRate' is {training.MinimumLearningRate}, expected at most '{section}.learningRate' ({training.LearningRate})."),
            $"{section}.minimumLearningRate", $"{section}.learningRate")
        : training.RelativeStep && training.Optimizer is not "adafactor" ? new BrokenRule(
            $"'{section}.relativeStep' is true, expected false with '{section}.optimizer' {training.Optimizer}, as it belongs to adafactor.",
            $"{section}.relativeStep", $"{section}.optimizer")
        : null;
}

/// <summary>A rule that a recipe breaks.</summary>
/// <param name="Sentence">What is wrong and what was expected.</param>
/// <param name="Keys">The keys that the rule binds, the likeliest culprit first.</param>
internal sealed record BrokenRule(string Sentence, params IReadOnlyList<string> Keys);
