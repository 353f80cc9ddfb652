using Sinter.Models;
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
    public TextModel TextModel => Model as TextModel
        ?? throw new ArgumentException($"The model in '{Folder.Path}' is of the family {Model.Config.Family}, which reads one text and writes another; give a model of one text.");

    /// <summary>Loads the model of a model folder or of a finished run.</summary>
    /// <param name="path">A folder in Hugging Face layout, or a run folder, whose final model is meant.</param>
    /// <param name="threads">Threads that compute; 0 for one a core.</param>
    /// <exception cref="IOException">There is no such model.</exception>
    /// <exception cref="InvalidDataException">A file of it is damaged.</exception>
    public static LoadedModel Load(string path, int threads)
    {
        var folder = ModelFolder.Open(Locate(path));
        var tokenizer = Tokenizer.Load(folder.Path);
        if (tokenizer.VocabularySize > folder.Config.VocabularySize)
        {
            throw new InvalidDataException($"The tokenizer in '{folder.Path}' has {tokenizer.VocabularySize} tokens and the model only {folder.Config.VocabularySize}; they do not belong together.");
        }

        return new LoadedModel(folder, ModelWeights.Load(folder.Path, new CpuBackend(threads)), tokenizer);
    }

    /// <summary>The folder that holds config.json: the one that is named, or the final model of the run that is named.</summary>
    public static string Locate(string path)
    {
        var run = new RunFolder(path.Length > 0 ? path : ".");
        if (File.Exists(Path.Combine(path, ModelConfigJson.FileName)) || !File.Exists(run.Recipe))
        {
            return path;
        }

        return Directory.Exists(run.Model) ? run.Model
            : Directory.Exists(run.BaseModel) ? throw new FileNotFoundException($"The run '{path}' is not finished; go on with 'sinter run', or name its pretrained model '{run.BaseModel}'.")
            : throw new FileNotFoundException($"The run '{path}' has no model yet; go on with 'sinter run'.");
    }
}
