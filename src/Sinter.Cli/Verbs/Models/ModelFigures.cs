using Sinter.Evaluation;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Cli.Verbs.Models;

/// <summary>What a model is and can, before or after an operation.</summary>
/// <param name="Layers">Its layers; of an encoder-decoder those of both sides.</param>
/// <param name="Parameters">Its weights; a tied embedding counts once.</param>
/// <param name="Bytes">What its weights take on the disk.</param>
/// <param name="Loss">What it loses on the sample; null where that was not measured.</param>
/// <param name="Reason">Why not.</param>
internal sealed record ModelFigures(string Layers, long Parameters, long Bytes, Perplexity? Loss, string? Reason)
{
    private static readonly string[] WeightFiles = ["*.safetensors", "pytorch_model*.bin"];

    /// <summary>Measures the model of a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="sample">The text to predict.</param>
    /// <param name="threads">Threads that compute; 0 for one a core.</param>
    public static ModelFigures Of(string path, ModelSample sample, int threads)
    {
        var folder = ModelFolder.Open(path);
        var config = folder.Config;
        var (loss, reason) = Measure(folder, sample, threads);
        return new ModelFigures(
            config.Kind == ModelKind.EncoderDecoder ? Invariant($"{config.Layers} + {config.DecoderLayers}") : Invariant($"{config.Layers}"),
            ModelTensors.Of(config).Sum(static place => place.Info.Elements),
            WeightFiles.SelectMany(pattern => Directory.GetFiles(path, pattern)).Sum(static file => new FileInfo(file).Length),
            loss,
            reason);
    }

    /// <summary>A tokenizer of a model folder; null where it has none.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Tokenizer? TokenizerOf(string folder)
    {
        try
        {
            return Tokenizer.Load(folder);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static (Perplexity? Loss, string? Reason) Measure(ModelFolder folder, ModelSample sample, int threads)
    {
        var config = folder.Config;
        if (config.Head != ModelHead.LanguageModel || config.Kind is not (ModelKind.Decoder or ModelKind.Recurrent))
        {
            return (null, $"the model is no language model that reads from left to right (family {config.Family}, head {config.Head})");
        }

        if (TokenizerOf(folder.Path) is not { } tokenizer)
        {
            return (null, $"the folder '{folder.Path}' holds no tokenizer");
        }

        if (tokenizer.VocabularySize > config.VocabularySize)
        {
            return (null, Invariant($"the tokenizer in '{folder.Path}' has {tokenizer.VocabularySize} tokens and the model only {config.VocabularySize}"));
        }

        // What cannot be measured can still be written.
        try
        {
            return (sample.Measure((TextModel)ModelWeights.Load(folder.Path, new CpuBackend(threads)), tokenizer), null);
        }
        catch (Exception fault) when (fault is InvalidDataException or OutOfMemoryException)
        {
            return (null, fault is OutOfMemoryException ? "the model does not fit the memory" : fault.Message.TrimEnd('.'));
        }
    }
}
