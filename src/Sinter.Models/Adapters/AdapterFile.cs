using Sinter.Models.Files;
using Sinter.Models.Files.Families;

namespace Sinter.Models.Adapters;

/// <summary>
/// The open file of an adapter's tensors, all of which are known by their names: those of the adapter, and parts of the model that are saved with it. It owns the open file, and is done when
/// disposed.
/// </summary>
internal sealed class AdapterFile : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "adapter_model.safetensors";

    /// <summary>The name of the file of torch.save that older PEFT wrote.</summary>
    public const string PyTorchFileName = "adapter_model.bin";

    /// <summary>What PEFT puts before the names of a model's modules.</summary>
    public const string Words = "base_model.model.";

    private const int Listed = 5;

    private readonly IWeightSource _weights;
    private readonly ModelConfig _config;

    private AdapterFile(IWeightSource weights, ModelConfig config, IReadOnlyList<AdapterTensor> tensors, IReadOnlyList<TensorPlace> saved)
    {
        _weights = weights;
        _config = config;
        Tensors = tensors;
        Saved = saved;
    }

    /// <summary>The adapter's own tensors.</summary>
    public IReadOnlyList<AdapterTensor> Tensors { get; }

    /// <summary>The tensors of the model itself that are in the file.</summary>
    public IReadOnlyList<TensorPlace> Saved { get; }

    /// <summary>The file, under the names of <see cref="Saved"/>.</summary>
    public IWeightSource Weights => _weights;

    /// <summary>Finds the file of a folder.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string Find(string folder) => new[] { FileName, PyTorchFileName }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"The adapter folder '{folder}' holds no {FileName}; it is incomplete.", folder);

    /// <summary>Opens the file and finds each tensor.</summary>
    /// <param name="folder">The adapter's folder.</param>
    /// <param name="config">The model that it is for.</param>
    /// <param name="adapter">Its settings.</param>
    /// <exception cref="InvalidDataException">The file is damaged or of another adapter or model; the message says which tensors are missing, of another shape or too many.</exception>
    public static AdapterFile Open(string folder, ModelConfig config, IAdapter adapter)
    {
        var file = WeightFiles.OpenFile(Find(folder));
        try
        {
            return Open(file, config, adapter);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads one of the adapter's tensors, in the order that it has in memory.</summary>
    public void Read(AdapterTensor tensor, Span<float> destination)
    {
        if (tensor.Layout == TensorLayout.Plain)
        {
            _weights.ReadFloat32(tensor.Info.Name, destination, [.. tensor.Info.Shape]);
            return;
        }

        var values = new float[destination.Length];
        _weights.ReadFloat32(tensor.Info.Name, values, [.. tensor.Info.Shape]);
        TensorLayouts.FromFile(new TensorPlace(tensor.Info, tensor.Parameter, Layout: tensor.Layout), _config.HeadSize, values, destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();

    private static AdapterFile Open(IStoredWeights file, ModelConfig config, IAdapter adapter)
    {
        IReadOnlyList<AdapterTensor> tensors;
        IReadOnlyList<TensorPlace> saved;
        try
        {
            tensors = [.. ((IStoredAdapter)adapter).Tensors(config)];
            saved = [.. ModelTensors.Of(config).Where(place => adapter.Saves(config, place.Parameter))];
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"The adapter in '{file.Path}' does not fit the model: {fault.Message}", fault);
        }

        var format = FamilyFormats.Of(config.Family);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var (missing, misshapen) = (new List<string>(), new List<string>());
        foreach (var tensor in tensors)
        {
            Find(tensor.Info, tensor.IsBare ? [tensor.Info.Name] : Names(tensor.Info.Name));
        }

        foreach (var place in saved)
        {
            Find(place.Info, Names(place.Info.Name));
        }

        // Embeddings and the like may be saved without being named in the settings.
        var used = names.Values.ToHashSet(StringComparer.Ordinal);
        var rest = file.Tensors.Where(info => !used.Contains(info.Name)).ToDictionary(static info => info.Name, StringComparer.Ordinal);
        var more = new List<TensorPlace>();
        if (rest.Count > 0 && missing.Count == 0)
        {
            foreach (var place in ModelTensors.Of(config).Except(saved))
            {
                if (Names(place.Info.Name).FirstOrDefault(rest.ContainsKey) is { } name)
                {
                    Find(place.Info, [name]);
                    rest.Remove(name);
                    more.Add(place);
                }
            }
        }

        var faults = new[] { Listing("lacks", missing), Listing("has of another shape", misshapen), Listing("has and the model does not know", [.. rest.Keys]) }.OfType<string>().ToArray();
        return faults.Length == 0
            ? new AdapterFile(new RenamedWeights(file, names), config, tensors, [.. saved, .. more])
            : throw new InvalidDataException($"'{file.Path}' {string.Join(", and ", faults)}; was the adapter made for another base model?");

        IEnumerable<string> Names(string name)
        {
            var usual = DecoderHeads.UsualName(config, name);
            return new[] { name, usual }.Concat(format.OtherNames(usual)).Distinct(StringComparer.Ordinal).SelectMany(static name => new[] { Words + name, IStoredAdapter.WordsOfPrompts + name });
        }

        void Find(TensorInfo wanted, IEnumerable<string> candidates)
        {
            // Newer PEFT calls the lengths of DoRA a module with a weight, and saves them without that word.
            if (candidates.SelectMany(static name => new[] { name, name + ".weight" }).FirstOrDefault(name => file.Find(name) is not null) is not { } name)
            {
                missing.Add($"{(wanted.Name is IStoredAdapter.PromptTensor ? "" : Words)}{wanted}");
            }
            else if (!file.Find(name)!.Shape.SequenceEqual(wanted.Shape))
            {
                misshapen.Add($"{file.Find(name)}, expected {TensorInfo.Describe(wanted.Shape)}");
            }
            else
            {
                names[wanted.Name] = name;
            }
        }
    }

    private static string? Listing(string what, List<string> names) => names.Count == 0 ? null
        : $"{what} {(names.Count == 1 ? "the tensor" : FormattableString.Invariant($"{names.Count} tensors:"))} {string.Join("; ", names.Take(Listed))}{(names.Count > Listed ? "; and more" : "")}";
}
