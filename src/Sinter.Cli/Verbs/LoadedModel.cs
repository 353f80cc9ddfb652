using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;
using Sinter.Training.Runs;

namespace Sinter.Cli.Verbs;

/// <summary>A model that a user named, in memory, with its tokenizer.</summary>
/// <param name="Folder">Where it lies, and what its makers advise.</param>
/// <param name="Model">Its weights, not to be trained.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
internal sealed record LoadedModel(ModelFolder Folder, Model Model, Tokenizer Tokenizer)
{
    /// <summary>The model as one that reads one text.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public TextModel TextModel => Model.Adapter is { VirtualTokens: > 0 }
        ? throw new ArgumentException($"The adapter in '{Folder.Path}' puts virtual tokens before each text, which are not for this; give a model without, or one with LoRA.")
        : Model as TextModel
        ?? throw new ArgumentException($"The model in '{Folder.Path}' is of the family {Model.Config.Family}, which reads one text and writes another; give a model of one text.");

    /// <summary>The folder that holds the tokenizer and its chat template: that of an adapter where it has them, else the model's.</summary>
    public string TokenizerPath { get; init; } = Folder.Path;

    /// <summary>What of its files is passed over, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Loads the model of a model folder, of an adapter's folder with its base model, or of a finished run.</summary>
    /// <param name="path">A folder in Hugging Face layout, one of an adapter in PEFT's, or a run folder, whose final model is meant.</param>
    /// <param name="threads">Threads that compute; 0 for one a core.</param>
    /// <exception cref="IOException">There is no such model.</exception>
    /// <exception cref="InvalidDataException">A file of it is damaged.</exception>
    public static LoadedModel Load(string path, int threads)
    {
        // What is missing beside the weights is told before they are read.
        var located = Locate(path);
        var own = AdapterFolder.IsAdapter(located) ? null : Tokenizer.Load(ModelFolder.Open(located).Path);
        var tuned = TunedModel.Load(located, new CpuBackend(threads));
        var tokenizer = own ?? Tokenizer.Load(tuned.TokenizerPath);
        if (tokenizer.VocabularySize > tuned.Model.Config.VocabularySize)
        {
            throw new InvalidDataException($"The tokenizer in '{tuned.TokenizerPath}' has {tokenizer.VocabularySize} tokens and the model only {tuned.Model.Config.VocabularySize}; they do not belong together.");
        }

        return new LoadedModel(tuned.Folder, tuned.Model, tokenizer) { TokenizerPath = tuned.TokenizerPath, Notes = tuned.Adapter?.Config.Notes ?? [] };
    }

    /// <summary>The folder that holds config.json: the one that is named, or the final model of the run that is named.</summary>
    public static string Locate(string path)
    {
        var run = new RunFolder(path.Length > 0 ? path : ".");
        if (File.Exists(Path.Combine(path, ModelConfigJson.FileName)) || AdapterFolder.IsAdapter(path) || !File.Exists(run.Recipe))
        {
            return path;
        }

        return Directory.Exists(run.Model) ? run.Model
            : Directory.Exists(run.BaseModel) ? throw new FileNotFoundException($"The run '{path}' is not finished; go on with 'sinter run', or name its pretrained model '{run.BaseModel}'.")
            : throw new FileNotFoundException($"The run '{path}' has no model yet; go on with 'sinter run'.");
    }
}
