using System.Text.Json.Nodes;
using Sinter.Cli.Stages;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training.Runs;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tuning;

/// <summary>What tunings and alignments leave: the folder of a model, and the figures of its training.</summary>
internal static class TuningFolders
{
    /// <summary>Writes a model that has no adapter beside it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="template">Its chat template; null for none of its own.</param>
    /// <param name="start">The folder that it was trained from, whose task it still has; null for none.</param>
    public static void Write(string folder, Model model, Tokenizer tokenizer, ChatTemplate? template, string? start = null)
    {
        Directory.CreateDirectory(folder);
        if (start is not null && TaskDescription.Read(start) is { Writes: true } task)
        {
            task.Write(folder);
        }

        ModelFolder.Write(folder, model.Config, ModelWeights.ToWrite(model), Generation(tokenizer));
        tokenizer.SaveFolder(folder, template ?? ChatTemplate.Default, model.Config.ContextLength);
    }

    /// <summary>Writes the model of a task: whole, or, where it has an adapter that cannot be added to its weights, that adapter, which names the model that it was made for.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="model">The model.</param>
    /// <param name="start">The folder of the model that the tuning started from.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="task">Its task.</param>
    /// <param name="template">The template of its conversations; null for Sinter's own.</param>
    public static void Write(string folder, Model model, string start, Tokenizer tokenizer, TaskDescription task, ChatTemplate? template)
    {
        if (model.Adapter is null)
        {
            TaskModel.Write(folder, model, tokenizer, task, template ?? ChatTemplate.Default, Generation(tokenizer));
            return;
        }

        AdapterFolder.Write(folder, model, start, Generation(tokenizer));
        tokenizer.SaveFolder(folder, template ?? ChatTemplate.Default, model.Config.ContextLength);
        task.Write(folder);
    }

    /// <summary>The token ids of a model.</summary>
    public static GenerationConfig Generation(Tokenizer tokenizer) => new()
    {
        BeginningOfText = tokenizer.BeginningOfText,
        EndOfText = tokenizer.EndOfText is { } end ? [end] : [],
        Padding = tokenizer.EndOfText,
    };

    /// <summary>The result of a stage of one training on examples.</summary>
    public static StageResult Result(Model model, TrainingOutcome outcome, long records) => new()
    {
        DocumentsIn = records,
        DocumentsOut = records,
        Metrics = new JsonObject
        {
            ["parameters"] = model.Config.Parameters,
            ["trainedParameters"] = model.Parameters.Trained.Sum(static parameter => parameter.Value.Shape.Count),
            ["steps"] = outcome.Steps,
            ["tokens"] = outcome.Tokens,
            ["finalLoss"] = outcome.FinalLoss,
            ["validationLoss"] = outcome.Validation?.Loss,
            ["tokensPerSecond"] = outcome.TokensPerSecond,
        },
    };
}
