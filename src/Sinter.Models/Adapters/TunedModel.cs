using Sinter.Models.Files;
using Sinter.Tensors;

namespace Sinter.Models.Adapters;

/// <summary>A model that was loaded from a model folder, or from the folder of an adapter and that of its base model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Folder">The model folder, of an adapter that of its base model.</param>
/// <param name="Path">The folder that was named.</param>
/// <param name="Adapter">The adapter's folder; null for a whole model.</param>
public sealed record TunedModel(Model Model, ModelFolder Folder, string Path, AdapterFolder? Adapter = null)
{
    private static readonly string[] HeadTensors = ["score.weight", "classifier.weight", "classifier.out_proj.weight"];
    private static readonly string[] TokenizerFiles = ["tokenizer.json", "tokenizer_config.json", "vocab.json", "vocab.txt", "encoder.json", "tokenizer.model", "spiece.model"];

    /// <summary>The folder that holds the tokenizer: the adapter's where it has one, else the model's.</summary>
    public string TokenizerPath => Adapter is not null && TokenizerFiles.Any(name => File.Exists(System.IO.Path.Combine(Path, name))) ? Path : Folder.Path;

    /// <summary>Loads a model.</summary>
    /// <param name="path">A folder of a model or of an adapter.</param>
    /// <param name="backend">Where the model is to live.</param>
    /// <param name="trainable">
    /// Whether there are gradients. Without, LoRA is merged into the weights, so that the model is as fast as its base; with, or of another kind, the model has the adapter beside its weights.
    /// </param>
    /// <param name="basePath">The folder of an adapter's base model, in place of the one that it names; null for that one.</param>
    /// <param name="frozenType">How frozen matrices are stored, of a model that has its adapter beside them.</param>
    /// <param name="anyBase">Whether an adapter is loaded even where its base model has other weights than the one that it was made for.</param>
    /// <param name="merge">Whether LoRA is merged; null for where nothing is trained and frozen matrices are floats.</param>
    /// <exception cref="IOException">There is no such model.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the adapter is of another base model.</exception>
    public static TunedModel Load(
        string path, Backend backend, bool trainable = false, string? basePath = null, DataType frozenType = DataType.Float32, bool anyBase = false, bool? merge = null)
    {
        if (!AdapterFolder.IsAdapter(path))
        {
            return basePath is null
                ? new TunedModel(ModelWeights.Load(path, backend, trainable), ModelFolder.Open(path), path)
                : throw new FileNotFoundException($"A base model was named, but '{path}' holds no adapter.", path);
        }

        var adapter = AdapterFolder.Open(path);
        basePath = adapter.BasePath(basePath);
        if (AdapterFolder.IsAdapter(basePath))
        {
            throw new InvalidDataException($"The base model '{basePath}' of the adapter in '{path}' is an adapter itself; merge it into its own base model first.");
        }

        var folder = ModelFolder.Open(basePath);
        var config = ConfigOf(adapter, folder.Config);
        if (!anyBase)
        {
            using var weights = folder.OpenWeights();
            if (!adapter.Fits(config, weights))
            {
                throw new InvalidDataException($"The adapter in '{path}' was made for a model with other weights than those in '{basePath}'; name the folder of its own base model.");
            }
        }

        var merges = merge ?? (!trainable && frozenType == DataType.Float32);
        if (merges && adapter.Adapter is LoraAdapter)
        {
            var lora = LoraWeights.Read(adapter, config);
            var plain = LoadBase(basePath, folder.Config, config, backend, trainable, null, [.. lora.SavedParameters], path);
            lora.MergeInto(plain, keep: false);
            return new TunedModel(plain, folder, path, adapter);
        }

        ModelTuning tuning;
        IReadOnlyCollection<string> saved;
        using (var file = AdapterFile.Open(path, config, adapter.Adapter))
        {
            saved = [.. file.Saved.Select(static place => place.Parameter)];
            tuning = adapter.Adapter.Tuning(config, frozenType);
        }

        var model = LoadBase(basePath, folder.Config, config, backend, trainable, tuning, saved, path);
        adapter.Read(model);
        return new TunedModel(model, folder, path, adapter);
    }

    /// <summary>The description of the model that an adapter makes of its base: its own where the folder has one, else the base with the head of its task.</summary>
    /// <exception cref="InvalidDataException">The adapter is of another family, or what it is for is not known.</exception>
    public static ModelConfig ConfigOf(AdapterFolder adapter, ModelConfig baseConfig)
    {
        if (adapter.Model is { } own)
        {
            var alike = own with { Head = baseConfig.Head, Labels = baseConfig.Labels, PaddingToken = baseConfig.PaddingToken, Pooling = baseConfig.Pooling, Positions = baseConfig.Positions };
            return own.Family != baseConfig.Family || alike.HiddenSize != baseConfig.HiddenSize || alike.Layers != baseConfig.Layers
                ? throw new InvalidDataException(FormattableString.Invariant(
                    $"The adapter in '{adapter.Path}' is for a {own.Family} of {own.Layers} layers and hidden size {own.HiddenSize}, and the base model is a {baseConfig.Family} of {baseConfig.Layers} layers and hidden size {baseConfig.HiddenSize}; name its own base model."))
                : own;
        }

        var task = adapter.Config.TaskType;
        if (task is null || task == AdapterConfigJson.TaskOf(baseConfig) || task is "CAUSAL_LM" or "SEQ_2_SEQ_LM" or "FEATURE_EXTRACTION")
        {
            return baseConfig;
        }

        // What PEFT saves of the head has as many rows as it has outputs.
        using var file = WeightFiles.OpenFile(AdapterFile.Find(adapter.Path));
        var rows = file.Tensors.Where(static info => info.Shape.Count == 2 && info.Name.StartsWith(IStoredAdapter.WordsOfPrompts, StringComparison.Ordinal)
                && HeadTensors.Any(head => LinearTarget.EndsWith(info.Name, head)))
            .Select(static info => info.Shape[0]).FirstOrDefault();
        var labels = rows is > 0 and <= 1 << 16 ? Enumerable.Range(0, rows).Select(static i => FormattableString.Invariant($"LABEL_{i}")).ToArray() : null;
        try
        {
            return task switch
            {
                "SEQ_CLS" when labels is not null => baseConfig.WithHead(ModelHead.SequenceClassification, labels),
                "TOKEN_CLS" when labels is not null => baseConfig.WithHead(ModelHead.TokenClassification, labels),
                "QUESTION_ANS" => baseConfig.WithHead(ModelHead.QuestionAnswering),
                _ => throw new InvalidDataException($"The adapter in '{adapter.Path}' is for the task '{task}' and holds no head that says how many classes there are; put the config.json of the whole model beside it."),
            };
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"The base model of the adapter in '{adapter.Path}' cannot do the task '{task}': {fault.Message}", fault);
        }
    }

    private static Model LoadBase(
        string basePath, ModelConfig baseConfig, ModelConfig config, Backend backend, bool trainable, ModelTuning? tuning, IReadOnlyCollection<string> saved, string path)
    {
        if (baseConfig.Head == config.Head && baseConfig.HeadOutputs == config.HeadOutputs)
        {
            return ModelWeights.Load(basePath, backend, trainable, tuning);
        }

        var trunk = TrunkWeights.Load(basePath, config, backend, seed: 0, trainable, tuning);
        return trunk.Drawn.FirstOrDefault(parameter => !saved.Contains(parameter)) is { } missing
            ? throw new InvalidDataException($"Neither the adapter in '{path}' nor its base model '{basePath}' holds the head's '{missing}'; the adapter was saved without its head.")
            : trunk.Model;
    }
}
