namespace Sinter.Models.Files;

/// <summary>
/// A model in a folder of the Hugging Face layout: config.json, generation_config.json (optional) and
/// model.safetensors (or its index, or pytorch_model.bin). It owns no open file; the weights are opened when they are asked for. It knows
/// nothing of the tokenizer that lies beside them.
/// </summary>
public sealed class ModelFolder
{
    /// <summary>The name of the file that holds the weights.</summary>
    public const string WeightsFileName = "model.safetensors";

    private ModelFolder(string path, ModelConfig config, GenerationConfig generation)
    {
        Path = path;
        Config = config;
        Generation = generation;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The shape of the model.</summary>
    public ModelConfig Config { get; }

    /// <summary>The model's token ids and advice on sampling; the ids of config.json where there is no generation_config.json.</summary>
    public GenerationConfig Generation { get; }

    /// <summary>Reads the descriptions in a model folder.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The folder holds no config.json.</exception>
    /// <exception cref="InvalidDataException">A description is damaged or of a model that Sinter does not know.</exception>
    public static ModelFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no model folder '{path}'; give the folder that holds {ModelConfigJson.FileName} and {WeightsFileName}.");
        }

        var configPath = Require(System.IO.Path.Combine(path, ModelConfigJson.FileName), path);
        var generationPath = System.IO.Path.Combine(path, ModelConfigJson.GenerationFileName);
        var config = ModelConfigJson.Read(configPath);
        var generation = ModelConfigJson.ReadGeneration(File.Exists(generationPath) ? generationPath : configPath);
        return new ModelFolder(path, config, generation);
    }

    /// <summary>Opens the weights and checks that all which the config asks for are there, in their shapes.</summary>
    /// <returns>The weights, for the caller to dispose.</returns>
    /// <exception cref="FileNotFoundException">The folder holds no weights.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged or of another model.</exception>
    public IWeightSource OpenWeights()
    {
        IWeightSource file = WeightFiles.Find(Path) is { } found ? WeightFiles.Open(found) : SafeTensorsFile.Open(Require(System.IO.Path.Combine(Path, WeightsFileName), Path));
        var weights = ModelTensors.Named(Config, file);
        try
        {
            WeightDifference.Between(weights, ModelTensors.Of(Config).Select(static place => place.Info)).ThrowIfAny(weights.Path);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Writes a model: first its weights, last its config.json, each file complete or not at all.</summary>
    /// <param name="path">The folder; made where it is missing.</param>
    /// <param name="config">The shape of the model.</param>
    /// <param name="tensors">Exactly the weights that <see cref="ModelTensors.Of"/> lists for the config, in any order.</param>
    /// <param name="generation">The model's token ids and advice on sampling.</param>
    /// <param name="type">How the weights are stored: F32, F16 or BF16.</param>
    /// <param name="maximumShardBytes">How many bytes of weights a file holds at most; where there are more, they are divided over several files with an index.</param>
    /// <exception cref="ArgumentException">The config has a fault, or the tensors are not those of the config.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string path, ModelConfig config, IEnumerable<TensorToWrite> tensors, GenerationConfig? generation = null, TensorType type = TensorType.Float32, long maximumShardBytes = SafeTensorsWriter.UsualShardBytes)
    {
        ModelConfigJson.Require(config);
        var given = tensors.ToList();
        var expected = ModelTensors.Of(config.Validated()).Select(static place => place.Info.ToString());
        var difference = expected.ToHashSet(StringComparer.Ordinal);
        difference.SymmetricExceptWith(given.Select(static tensor => tensor.Info.ToString()));
        if (difference.Count > 0)
        {
            throw new ArgumentException($"The tensors are not those of the config: '{difference.Min(StringComparer.Ordinal)}' is missing or too many.", nameof(tensors));
        }

        generation ??= new GenerationConfig();
        Directory.CreateDirectory(path);

        // Other readers ask for the name of a framework; it says nothing about the bytes.
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };
        SafeTensorsWriter.WriteSharded(path, given, type, maximumShardBytes, metadata);
        ModelConfigJson.WriteGeneration(System.IO.Path.Combine(path, ModelConfigJson.GenerationFileName), generation);
        ModelConfigJson.Write(System.IO.Path.Combine(path, ModelConfigJson.FileName), config, generation, type);
    }

    /// <summary>Writes a model whose weights come from another file, such as an imported one.</summary>
    /// <param name="path">The folder; made where it is missing.</param>
    /// <param name="config">The shape of the model.</param>
    /// <param name="weights">Holds at least the weights of the config; the rest is left out.</param>
    /// <param name="generation">The model's token ids and advice on sampling.</param>
    /// <param name="type">How the weights are stored: F32, F16 or BF16.</param>
    /// <param name="maximumShardBytes">How many bytes of weights a file holds at most; where there are more, they are divided over several files with an index.</param>
    /// <exception cref="InvalidDataException">A weight is missing or has another shape.</exception>
    public static void Write(string path, ModelConfig config, IWeightSource weights, GenerationConfig? generation = null, TensorType type = TensorType.Float32, long maximumShardBytes = SafeTensorsWriter.UsualShardBytes) =>
        Write(
            path,
            config,
            ModelTensors.Of(config.Validated()).Select(place => TensorToWrite.From(place.Info, weights)),
            generation,
            type,
            maximumShardBytes);

    private static string Require(string file, string folder) => File.Exists(file)
        ? file
        : throw new FileNotFoundException($"The model folder '{folder}' holds no {System.IO.Path.GetFileName(file)}; it is incomplete or no model.", file);
}
