using Sinter.Models.Files;

namespace Sinter.Models.Gguf;

/// <summary>
/// A model in a GGUF file, quantized or not, seen as one of the Hugging Face layout: its description, the ids of its special tokens, and its weights under their Hugging Face names,
/// turned into floats when they are read. It owns the file, and is done when disposed.
/// </summary>
public sealed class GgufModel : IDisposable
{
    private const string TokenizerPrefix = "tokenizer.ggml.";

    private GgufModel(GgufFile file)
    {
        File = file;
        var architecture = GgufArchitecture.Of(file);
        Config = GgufConfigReader.Read(file, architecture);
        var places = GgufTensorNames.Of(Config, architecture).ToList();
        CheckTensors(places);
        Weights = new GgufWeights(Config, file, ParameterRows.Of(places, file));
        Generation = new GenerationConfig
        {
            BeginningOfText = Id("bos_token_id"),
            EndOfText = ((int?[])[Id("eos_token_id"), Id("eot_token_id")]).OfType<int>().Distinct().ToArray(),
            Padding = Id("padding_token_id"),
        };
    }

    /// <summary>The file.</summary>
    public GgufFile File { get; }

    /// <summary>The description of the model.</summary>
    public ModelConfig Config { get; }

    /// <summary>The ids of its special tokens.</summary>
    public GenerationConfig Generation { get; }

    /// <summary>Its weights under the names of Hugging Face; they belong to this object.</summary>
    public IWeightSource Weights { get; }

    /// <summary>Opens a file and checks that it holds all tensors of its model, in their shapes, and no others.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or holds a model that Sinter does not know; the message says why.</exception>
    public static GgufModel Open(string path)
    {
        var file = GgufFile.Open(path);
        try
        {
            return new GgufModel(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => File.Dispose();

    private void CheckTensors(List<GgufPlace> places)
    {
        var unknown = File.Tensors.Select(static info => info.Name).ToHashSet(StringComparer.Ordinal);
        unknown.Remove(GgufTensorNames.RopeFactors);
        foreach (var place in places)
        {
            var found = File.Find(place.Info.Name);
            if (found is null || !found.Shape.SequenceEqual(place.Info.Shape))
            {
                throw new InvalidDataException($"'{File.Path}' holds {(found is null ? $"no tensor '{place.Info.Name}'" : $"the tensor {found}")}, expected {place.Info} by its keys; the file is damaged or of a kind that Sinter does not know.");
            }

            unknown.Remove(place.Info.Name);
        }

        if (unknown.Count > 0)
        {
            throw new InvalidDataException($"'{File.Path}' holds {unknown.Count} tensors that a {Config.Family} model does not have, such as '{unknown.Min(StringComparer.Ordinal)}'; without them the model would be another.");
        }
    }

    // Some files have -1, or an id behind the vocabulary, for none.
    private int? Id(string key) => File.Integer(TokenizerPrefix + key) is >= 0 and var id && id < Config.VocabularySize ? (int)id : null;
}
