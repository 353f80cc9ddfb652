using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Examples;
using Sinter.Training.Preference;

namespace Sinter.Cli.Tuning;

/// <summary>What every alignment begins with and ends with: the model that it starts from, with tokenizer and template, what of it is trained, and the folder that it leaves.</summary>
/// <param name="Context">The stage's surroundings.</param>
/// <param name="Folder">The folder of the model to start from.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="Config">Its description.</param>
/// <param name="Template">Its chat template; null for none of its own.</param>
internal sealed record AlignmentStart(StageContext Context, string Folder, Tokenizer Tokenizer, ModelConfig Config, ChatTemplate? Template)
{
    /// <summary>The name of the stage.</summary>
    public const string Stage = "align";

    private const int LongestText = 512;

    /// <summary>The section of the recipe.</summary>
    public AlignSection Section => Context.Recipe.Align;

    /// <summary>The folder of the stage's own files.</summary>
    public string Work => Context.Run.StageWork(Stage);

    /// <summary>Opens the model that the recipe aligns; its weights are not read yet.</summary>
    /// <exception cref="InvalidDataException">It is an adapter, or damaged.</exception>
    public static AlignmentStart Of(StageContext context)
    {
        var folder = RunModels.Input(context.Recipe, context.Run, Stage);
        if (AdapterFolder.IsAdapter(folder))
        {
            throw new InvalidDataException($"'{folder}' holds an adapter, and an alignment starts from a whole model; merge it first with 'sinter model adapter merge', or name its base model.");
        }

        var tokenizer = Tokenizer.Load(folder);
        return new(context, folder, tokenizer, ModelFolder.Open(folder).Config, ModelTemplate.Of(folder, tokenizer));
    }

    /// <summary>Writes prompts and answers as tokens.</summary>
    /// <exception cref="InvalidDataException">The template cannot say which tokens are the assistant's.</exception>
    public PreferenceEncoder Encoder()
    {
        ModelTemplate.Check(Folder, Template, Tokenizer);
        return new PreferenceEncoder(Tokenizer, Template, Math.Min(LongestText, Config.ContextLength));
    }

    /// <summary>What of a model is trained; null for everything.</summary>
    /// <param name="config">The model, with the head that it is trained with.</param>
    /// <param name="saved">Parts that are trained whole beside low-rank changes, such as a new head.</param>
    public ModelTuning? Tuning(ModelConfig config, params IReadOnlyList<string> saved) => Section.Train is not "lora" ? null
        : ((IAdapter)new LoraAdapter(new LoraOptions { Rank = Section.Rank, Alpha = 2 * Section.Rank, SavedParts = saved })).Tuning(config);

    /// <summary>Tells the user what should be known before the training.</summary>
    public void Tell(IEnumerable<string> remarks)
    {
        foreach (var remark in remarks)
        {
            Context.Events.Warning(Stage, remark);
            Context.Progress.Note(remark);
        }
    }

    /// <summary>The options with as many rows in a step as hold so many examples on the average.</summary>
    public TrainingOptions RowsOf(TrainingOptions options, ExampleSet rows)
    {
        var batch = (int)Math.Clamp(Math.Round(options.BatchSize * (double)rows.Sequences / rows.Examples.Count), 1, Math.Max(1, rows.Sequences));
        var steps = Section.Epochs > 0 ? (int)Math.Max(1, Math.Ceiling(Section.Epochs * rows.Sequences / batch)) : options.Steps;
        return options with { BatchSize = batch, Steps = steps, WarmupSteps = Math.Min(options.WarmupSteps, steps / 5), ValidationSequences = int.MaxValue };
    }

    /// <summary>Writes the aligned model where the run wants it: whole, with low-rank changes added to the weights, which are kept as an adapter beside the stage's files.</summary>
    /// <param name="model">The model.</param>
    /// <param name="keepsTask">Whether it still has the task that it was tuned for.</param>
    public void Write(Model model, bool keepsTask = true)
    {
        var isLora = model.Adapter is LoraAdapter;
        if (isLora)
        {
            AdapterFolder.Write(Path.Combine(Work, "adapter"), model, Path.GetFullPath(Folder));
        }

        TuningFolders.Write(RunModels.Output(Context.Recipe, Context.Run, Stage), isLora ? LoraWeights.Merged(model) : model, Tokenizer, Template, keepsTask ? Folder : null);
    }
}
