using Sinter.Models.Files;
using Sinter.Models.Gguf;
using Sinter.Tokenizers;
using Sinter.Tokenizers.Files;

namespace Sinter.Cli.Models;

/// <summary>Model folders with their tokenizers, to GGUF and back. The libraries of models and of tokenizers do not know each other, so they meet here.</summary>
internal static class GgufFolder
{
    private const string NoVocabulary = "no_vocab";
    private const string TokenizerJson = "tokenizer.json";
    private const string TokenizerConfigJson = "tokenizer_config.json";

    /// <summary>Writes the model and, where there is one, the tokenizer of a folder as a GGUF file.</summary>
    /// <param name="folder">A folder in Hugging Face layout.</param>
    /// <param name="path">The file; replaced.</param>
    /// <param name="type">How matrices are stored: F32, F16, BF16, Q8_0 or Q4_0.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or llama.cpp has nothing like the model or its tokenizer.</exception>
    public static GgufExportReport Export(string folder, string path, GgmlType type)
    {
        var size = ModelFolder.Open(folder).Config.VocabularySize;
        return GgufExport.Write(folder, path, new GgufExportOptions { Type = type, Vocabulary = Vocabulary(folder, size) });
    }

    /// <summary>Writes the model and, where there is one, the vocabulary of a GGUF file as a folder in Hugging Face layout.</summary>
    /// <param name="file">The file, quantized or not.</param>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="type">How the weights are stored: F32, F16 or BF16.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of a model or tokenizer that Sinter does not know.</exception>
    public static void Import(string file, string folder, TensorType type = TensorType.Float32)
    {
        using var model = GgufModel.Open(file);
        ModelFolder.Write(folder, model.Config, model.Weights, model.Generation, type);
        if (model.File.Text("tokenizer.ggml.model") is not (null or "none" or NoVocabulary))
        {
            Tokenizer.Load(file).Save(Path.Combine(folder, TokenizerJson));
            TokenizerConfig.Load(file).Save(Path.Combine(folder, TokenizerConfigJson));
        }
    }

    private static IReadOnlyList<KeyValuePair<string, object>>? Vocabulary(string folder, int size)
    {
        Tokenizer tokenizer;
        try
        {
            tokenizer = Tokenizer.Load(folder);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        var config = Path.Combine(folder, TokenizerConfigJson);
        return GgufVocabulary.Of(tokenizer, File.Exists(config) ? TokenizerConfig.Load(config) : null, size);
    }
}
