using Sinter.Models.Files;

namespace Sinter.Models.Adapters;

/// <summary>
/// An adapter in a folder of PEFT's layout: adapter_config.json and adapter_model.safetensors (or adapter_model.bin), and where Sinter wrote it the config.json of the model with its head. It
/// owns no open file. It knows nothing of the tokenizer that may lie beside them.
/// </summary>
public sealed class AdapterFolder
{
    private AdapterFolder(string path, AdapterConfig config, ModelConfig? model)
    {
        Path = path;
        Config = config;
        Model = model;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What adapter_config.json says.</summary>
    public AdapterConfig Config { get; }

    /// <summary>The adapter's settings.</summary>
    public IAdapter Adapter => Config.Adapter;

    /// <summary>The description of the model with its head, where the folder has it.</summary>
    public ModelConfig? Model { get; }

    /// <summary>Whether a folder holds an adapter.</summary>
    public static bool IsAdapter(string path) => File.Exists(System.IO.Path.Combine(path, AdapterConfigJson.FileName));

    /// <summary>Reads the settings.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="FileNotFoundException">The folder holds no adapter.</exception>
    /// <exception cref="InvalidDataException">The settings are damaged, or ask for what Sinter does not have.</exception>
    public static AdapterFolder Open(string path)
    {
        var file = System.IO.Path.Combine(path, AdapterConfigJson.FileName);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"There is no adapter in '{path}'; give the folder that holds {AdapterConfigJson.FileName}.", file);
        }

        var model = System.IO.Path.Combine(path, ModelConfigJson.FileName);
        return new AdapterFolder(path, AdapterConfigJson.Read(file), File.Exists(model) ? ModelConfigJson.Read(model) : null);
    }

    /// <summary>The folder of the base model.</summary>
    /// <param name="otherwise">The folder to take in place of the one that the settings name; null for that one.</param>
    /// <exception cref="FileNotFoundException">There is no such folder.</exception>
    public string BasePath(string? otherwise = null)
    {
        var named = otherwise ?? Config.BaseModel
            ?? throw new FileNotFoundException($"The adapter in '{Path}' does not say what its base model is; name it.", Path);
        if (otherwise is not null)
        {
            return named;
        }

        // As it is named, from the adapter's folder or from where we are, and beside the adapter where both were moved.
        var full = System.IO.Path.GetFullPath(Path);
        string[] candidates =
        [
            System.IO.Path.Combine(full, named),
            System.IO.Path.GetFullPath(named),
            System.IO.Path.Combine(System.IO.Path.GetDirectoryName(full) ?? full, System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(named))),
        ];
        return candidates.FirstOrDefault(candidate => File.Exists(System.IO.Path.Combine(candidate, ModelConfigJson.FileName)) && System.IO.Path.GetFullPath(candidate) != full)
            ?? throw new FileNotFoundException($"The base model '{named}' of the adapter in '{Path}' is not there; bring it, or name its folder.", named);
    }

    /// <summary>Reads the adapter into a model that has its parameters, and the parts that are saved with it.</summary>
    /// <param name="model">A model made with <see cref="Adapter"/>.</param>
    /// <returns>The parameters of the model itself that were read.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or of another model.</exception>
    public IReadOnlyList<string> Read(Model model)
    {
        using var file = AdapterFile.Open(Path, model.Config, Adapter);
        foreach (var tensor in file.Tensors)
        {
            file.Read(tensor, model.Weight(tensor.Parameter).AsSpan<float>());
        }

        using var reader = new ParameterReader(model);
        foreach (var place in file.Saved)
        {
            reader.Read(place, file.Weights);
        }

        return [.. file.Saved.Select(static place => place.Parameter).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether weights are those of the base model that the adapter was made for; true where the adapter does not say.</summary>
    /// <param name="model">The description of the model with the adapter's head.</param>
    /// <param name="weights">The base model's weights.</param>
    public bool Fits(ModelConfig model, IWeightSource weights)
    {
        var path = AdapterFile.Find(Path);
        if (!path.EndsWith(AdapterFile.FileName, StringComparison.Ordinal))
        {
            return true;
        }

        using var file = SafeTensorsFile.Open(path);
        return !file.Metadata.TryGetValue(BaseProbe.Key, out var probe) || BaseProbe.Fits(probe, model, ModelTensors.Named(model, weights));
    }

    /// <summary>Writes the adapter of a model, and whatever of the model itself is trained with it: first the tensors, last the settings, each file complete or not at all.</summary>
    /// <param name="path">The folder; made where it is missing.</param>
    /// <param name="model">A model with an adapter.</param>
    /// <param name="baseModelPath">The folder of the model that it was trained from, or a name that means something elsewhere; null for none.</param>
    /// <param name="generation">The model's token ids and advice on sampling; those of the base model where there is one.</param>
    /// <exception cref="ArgumentException">The model has no adapter that can be written.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string path, Model model, string? baseModelPath, GenerationConfig? generation = null)
    {
        if (model.Adapter is not (IStoredAdapter adapter and IAdapter settings))
        {
            throw new ArgumentException("The model has no adapter to be written; train it with one.", nameof(model));
        }

        var own = ModelTensors.Of(model.Config).Where(place => settings.Saves(model.Config, place.Parameter) || model.Parameters[place.Parameter].Value.RequiresGradient)
            .Select(static place => place.Info.Name).ToHashSet(StringComparer.Ordinal);
        Write(
            path,
            adapter,
            model.Config,
            parameter => model.Weight(parameter).AsSpan<float>(),
            ModelWeights.ToWrite(model).Where(tensor => own.Contains(tensor.Info.Name)),
            baseModelPath,
            generation);
    }

    /// <summary>Gives the values of one of the adapter's parameters.</summary>
    internal delegate ReadOnlySpan<float> ParameterValues(string parameter);

    internal static void Write(
        string path, IStoredAdapter adapter, ModelConfig config, ParameterValues values, IEnumerable<TensorToWrite> saved, string? baseModelPath, GenerationConfig? generation)
    {
        var own = adapter.Tensors(config).Select(tensor => new TensorToWrite(tensor.IsBare ? tensor.Info : tensor.Info with { Name = AdapterFile.Words + tensor.Info.Name }, destination =>
        {
            if (tensor.Layout == TensorLayout.Plain)
            {
                values(tensor.Parameter).CopyTo(destination);
            }
            else
            {
                TensorLayouts.ToFile(new TensorPlace(tensor.Info, tensor.Parameter, Layout: tensor.Layout), config.HeadSize, values(tensor.Parameter), destination);
            }
        }));
        var parts = saved.ToList();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };
        if (baseModelPath is not null && File.Exists(System.IO.Path.Combine(baseModelPath, ModelConfigJson.FileName)))
        {
            var folder = ModelFolder.Open(baseModelPath);
            generation ??= folder.Generation;
            using var weights = folder.OpenWeights();
            if (BaseProbe.Of(config, ModelTensors.Named(config, weights)) is { } probe)
            {
                metadata[BaseProbe.Key] = probe;
            }

            baseModelPath = System.IO.Path.GetFullPath(baseModelPath);
        }

        Directory.CreateDirectory(path);
        SafeTensorsWriter.Write(
            System.IO.Path.Combine(path, AdapterFile.FileName),
            own.Concat(parts.Select(tensor => tensor with { Info = tensor.Info with { Name = adapter.Words + tensor.Info.Name } })),
            metadata: metadata);
        ModelConfigJson.Write(System.IO.Path.Combine(path, ModelConfigJson.FileName), config, generation ?? new GenerationConfig());
        AdapterConfigJson.Write(
            System.IO.Path.Combine(path, AdapterConfigJson.FileName),
            adapter,
            config,
            baseModelPath,
            [.. parts.Select(static tensor => SavedParts.ModuleOf(tensor.Info.Name)).Distinct(StringComparer.Ordinal)]);
    }
}
