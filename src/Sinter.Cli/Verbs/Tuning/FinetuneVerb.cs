using System.CommandLine;
using System.Globalization;
using Sinter.Cli.Recipes;

namespace Sinter.Cli.Verbs.Tuning;

/// <summary><c>sinter finetune</c>: a model learns a task from labelled examples.</summary>
internal static class FinetuneVerb
{
    /// <summary>The usual rate of a model as wide as BERT base; narrower ones bear more.</summary>
    private const double RateAtBertWidth = 5e-5;
    private const int BertWidth = 768;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var folder = new Option<string>("--out") { HelpName = "DIR", Description = "The folder to write: model, report, checkpoints. The same command goes on there where it was stopped.", Required = true };
        var set = new Option<string[]>("--set") { HelpName = "key=value", Description = "Any other key of a recipe, such as finetune.optimizer=lion; may be given many times." };
        var keys = new KeyOptions()
            .Add("model.from", "--model", "DIR", "The model to start from: a model folder, or a run folder, whose final model is taken.", isRequired: true)
            .Add("finetune.train", "--data", "FILE", "Examples that train: JSON, JSON Lines, CSV, TSV or Parquet, whose form is recognised, or LABEL=FILE for text with one class a file. Several may be given.", isRequired: true)
            .Add("finetune.task", "--task", "TASK", "classify, pair, tokens, qa, generate, choice, regress or instruct.", isRequired: true)
            .Add("finetune.method", "--method", "METHOD", "What is trained: full, head, last, lora, rslora, dora, qlora, prefix, prompt, adapter or features; full without it.")
            .Add("finetune.test", "--test", "FILE", "Examples that are only measured; a tenth of --data without it.")
            .Add("finetune.epochs", "--epochs", "N", "Passes over the examples; 3 without it.")
            .Add("finetune.steps", "--steps", "N", "Optimizer steps, in place of --epochs.")
            .Add("finetune.batchSize", "--batch", "N", "Examples of a step; 32 without it.")
            .Add("finetune.learningRate", "--learning-rate", "X", "The highest learning rate; chosen by the width of the model and the method without it.")
            .Add("finetune.maxTokens", "--max-tokens", "N", "The most tokens of an example; longer ones are cut by the rule of the task, and counted. The context of the model, at most 512, without it.")
            .Add("finetune.rank", "--rank", "N", "Rank of lora and its kin; 8 without it.")
            .Add("finetune.alpha", "--alpha", "X", "Scale of lora and its kin, divided by the rank; 16 without it.")
            .Add("finetune.targets", "--targets", "WHICH", "The layers that lora and its kin change: all, attention or qv; all without it.")
            .Add("finetune.lastLayers", "--last-layers", "N", "Blocks that the method last trains; 1 without it.")
            .Add("finetune.classWeights", "--class-weights", "HOW", "none, or balanced: rare classes count more; none without it.")
            .Add("finetune.patience", "--patience", "N", "End after N measurements without a better one; never without it.")
            .Add("finetune.folds", "--folds", "N", "Cross-validate with N parts first; not without it.")
            .Add("finetune.loraDropout", "--lora-dropout", "SHARE", "Share of the inputs that lora and its kin drop while they learn; 0 without it.")
            .Flag("finetune.headFirst", "--head-first", "Fit a new head for classes or numbers to the model's features first, and train all from there: better with few examples.")
            .Flag("finetune.upkeep", "--upkeep", "Go on from the model of the last run in --out where there are more examples now, and keep that one where the new one is worse.")
            .Add("finetune.compare", "--compare", "METHOD", "Methods to train beside and compare with, such as scratch head lora.")
            .Add("finetune.textField", "--text-field", "NAME", "The field of the text, where its name is none of the usual ones. Of instruct, the field of a whole conversation.")
            .Add("finetune.secondField", "--second-field", "NAME", "The field of the second text.")
            .Add("finetune.labelField", "--label-field", "NAME", "The field of the label, the target or the number.")
            .Add("finetune.promptField", "--prompt-field", "NAME", "The field of the prompt of instruct, where its name is none of the usual ones.")
            .Add("finetune.responseField", "--response-field", "NAME", "The field of the answer to the prompt of instruct.")
            .Flag("finetune.allowBroken", "--allow-broken", "Count and leave out records that cannot be read at all, such as broken JSON; an error without it.")
            .Add("seed", "--seed", "N", "The seed of everything random; 42 without it.")
            .Add("threads", "--threads", "N", "Threads that compute; 0, which is usual, for one a core.");
        var verb = new Verb(
            "finetune",
            "Tunes a model for a task on labelled examples, measures it on examples that it did not see, and writes the model with a report.",
            "sinter finetune --model runs/sentiment --data train.jsonl --task classify --out runs/mine",
            "sinter finetune --model bert --data good=good.txt bad=bad.txt --task classify --method lora --compare scratch head --out runs/reviews",
            "sinter finetune --model runs/dotnet-docs --data alpaca.json --task instruct --epochs 2 --out runs/assistant",
            "sinter finetune --model runs/dotnet-docs --data chats.jsonl --task instruct --prompt-field ask --response-field reply --out runs/assistant",
            "sinter finetune --model bert --data squad.json --task qa --max-tokens 384 --out runs/answers");
        keys.AddTo(verb, folder);
        verb.Add(set);
        verb.SetAction(parsed => TuningRun.Run(
            Recipe(parsed, keys, parsed.GetRequiredValue(folder), parsed.GetValue(set)), parsed.GetRequiredValue(folder), parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static Recipe Recipe(ParseResult parsed, KeyOptions keys, string folder, IReadOnlyList<string>? set)
    {
        var start = TuningRun.Start(keys.Value(parsed, "model.from")!);
        var (model, config) = (start.Path, start.Config);
        List<(string Key, string Option, IReadOnlyList<string> Values)> options = [("collect.source", "--model", ["none"])];
        if (!keys.Has(parsed, "finetune.steps"))
        {
            options.Add(("finetune.epochs", "--epochs", ["3"]));
        }

        if (!keys.Has(parsed, "finetune.batchSize"))
        {
            options.Add(("finetune.batchSize", "--batch", ["32"]));
        }

        var rate = keys.Value(parsed, "finetune.learningRate") ?? Rate(config.HiddenSize, keys.Value(parsed, "finetune.method") ?? "full").ToString("R", CultureInfo.InvariantCulture);
        options.Add(("finetune.learningRate", "--learning-rate", [rate]));
        options.Add(("finetune.minimumLearningRate", "--learning-rate", ["0"]));
        options.AddRange(keys.Given(parsed).Select(given => given.Key is "model.from" ? given with { Values = [model] } : given));
        return RecipeReader.Of(TuningRun.NameOf(folder), options, set);
    }

    /// <summary>A learning rate that is usual: in inverse proportion to the width of the model, and larger for few parameters that begin at nothing.</summary>
    private static double Rate(int hiddenSize, string method)
    {
        var full = RateAtBertWidth * BertWidth / hiddenSize;
        return Math.Round(Math.Min(0.05, method switch
        {
            "full" or "last" => full,
            "prefix" or "prompt" => 50 * full,
            "head" => 20 * full,
            _ => 5 * full,
        }), 7);
    }
}
