using Sinter.Models.Files;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Gguf;

/// <summary>Writes models as GGUF files that llama.cpp loads. Tensors are read, reordered and written one at a time.</summary>
public static class GgufExport
{
    // Of T5 in llama.cpp, which no key of a file changes.
    private const int RelativeMaximumDistance = 128;

    private const string TokenizerPrefix = "tokenizer.ggml.";

    // The version of the formats of blocks, which llama.cpp asks for.
    private const uint QuantizationVersion = 2;

    /// <summary>Writes the model of a folder.</summary>
    /// <param name="folder">A folder of the Hugging Face layout.</param>
    /// <param name="path">The file; replaced.</param>
    /// <param name="options">How; where null, in 16-bit floats without a vocabulary.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or the model is of a kind that llama.cpp does not compute.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static GgufExportReport Write(string folder, string path, GgufExportOptions? options = null)
    {
        var model = ModelFolder.Open(folder);
        using var weights = model.OpenWeights();
        options ??= new GgufExportOptions();
        return Write(model.Config, weights, model.Generation, path, options with { Name = options.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) });
    }

    /// <summary>Writes a model from its parts.</summary>
    /// <param name="config">The description.</param>
    /// <param name="weights">The weights under the names of Hugging Face.</param>
    /// <param name="generation">The ids of special tokens, for a file without a vocabulary.</param>
    /// <param name="path">The file; replaced.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidDataException">A weight is missing, or the model is of a kind that llama.cpp does not compute.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static GgufExportReport Write(ModelConfig config, IWeightSource weights, GenerationConfig generation, string path, GgufExportOptions options)
    {
        if (!GgmlEncoder.CanWrite(options.Type))
        {
            throw new ArgumentException($"Models are written as GGUF in F32, F16, BF16, Q8_0 or Q4_0, not in {options.Type}.", nameof(options));
        }

        var architecture = GgufArchitecture.Of(config.Validated().Family);
        var notes = Check(config, architecture);
        var tensors = Tensors(config, architecture, weights, options.Type).ToList();
        if (tensors.Any(tensor => tensor.Type == GgmlType.F16) && options.Type is GgmlType.Q8_0 or GgmlType.Q4_0)
        {
            notes.Add($"Matrices whose rows are no multiple of {options.Type.BlockValues()} values are stored as F16 instead of {options.Type}.");
        }

        GgufWriter.Write(path, Metadata(config, architecture, generation, options), tensors);
        return new GgufExportReport(architecture.Name, tensors.Count, tensors.Sum(GgufWriter.Bytes), notes);
    }

    /// <summary>Refuses what llama.cpp would compute otherwise, and notes what it leaves out.</summary>
    private static List<string> Check(ModelConfig config, GgufArchitecture architecture)
    {
        if (config.Kind != ModelKind.Encoder && config.Head != ModelHead.LanguageModel)
        {
            throw new InvalidDataException($"The model has a head for {config.Head}; only language models and encoders are written as GGUF.");
        }

        if (config.PredictedTokens > 1)
        {
            throw new InvalidDataException($"The model predicts {config.PredictedTokens} tokens at once, which llama.cpp has no architecture for; train or keep one head to write it as GGUF.");
        }

        if (config.RopeScaling is Llama3RotaryScaling && architecture.Name != "llama")
        {
            throw new InvalidDataException($"The model scales rotary positions as Llama 3 does, which llama.cpp knows only of the architecture llama, not of {architecture.Name}.");
        }

        if (config.AttentionScale is { } scale && Math.Abs(scale - architecture.AttentionScale(config)) > 1e-6 * scale && (config.QueryKeyNorm || architecture.JoinsQueryKeyValue))
        {
            throw new InvalidDataException($"The model multiplies attention scores by {scale}, which llama.cpp does not know of the architecture {architecture.Name}.");
        }

        if (!architecture.Activations.Contains(config.Activation) || (config.Family == ModelFamily.T5 && config.Gated != (config.Activation == UnaryFunction.GeluTanh)))
        {
            throw new InvalidDataException($"The model's feed-forward layers have {(config.Gated ? "a gate of " : "")}{config.Activation}, which llama.cpp does not compute in the architecture {architecture.Name}.");
        }

        if (config.Positions == PositionKind.Relative && config.RelativeMaximumDistance != RelativeMaximumDistance)
        {
            throw new InvalidDataException($"The model's relative positions end at a distance of {config.RelativeMaximumDistance}, and llama.cpp's at {RelativeMaximumDistance}.");
        }

        var notes = new List<string>();
        if (config.Window > 0 && config.Window < config.ContextLength && !architecture.KnowsWindow)
        {
            notes.Add($"llama.cpp does not keep to the sliding window of {config.Window} tokens; texts longer than that give other results there.");
        }

        if (config.Kind == ModelKind.Encoder && config.Head != ModelHead.None)
        {
            notes.Add("llama.cpp computes the hidden states of encoders; the head is left out.");
        }

        return notes;
    }

    private static GgufMetadata Metadata(ModelConfig config, GgufArchitecture architecture, GenerationConfig generation, GgufExportOptions options)
    {
        var metadata = new GgufMetadata().Add("general.architecture", architecture.Name).AddIfAny("general.name", options.Name).Add("general.file_type", FileType(options.Type));
        if (options.Type is GgmlType.Q8_0 or GgmlType.Q4_0)
        {
            metadata.Add("general.quantization_version", QuantizationVersion);
        }

        GgufModelKeys.Add(metadata, config, architecture);
        if (options.Vocabulary is { } vocabulary)
        {
            foreach (var (key, value) in vocabulary)
            {
                if (key == TokenizerPrefix + "tokens" && value is string[] tokens && tokens.Length != config.VocabularySize)
                {
                    throw new InvalidDataException($"The vocabulary has {tokens.Length} tokens and the model {config.VocabularySize}; llama.cpp wants as many, so name the rows that no token uses.");
                }

                metadata.Add(key, value);
            }

            return metadata;
        }

        return metadata.Add(TokenizerPrefix + "model", "no_vocab")
            .AddIfAny(TokenizerPrefix + "bos_token_id", (uint?)generation.BeginningOfText)
            .AddIfAny(TokenizerPrefix + "eos_token_id", generation.EndOfText is [var end, ..] ? (uint)end : null)
            .AddIfAny(TokenizerPrefix + "padding_token_id", (uint?)(generation.Padding ?? config.PaddingToken));
    }

    // llama.cpp's numbers for what most tensors of a file are.
    private static uint FileType(GgmlType type) => type switch
    {
        GgmlType.F32 => 0,
        GgmlType.F16 => 1,
        GgmlType.Q4_0 => 2,
        GgmlType.Q8_0 => 7,
        _ => 32,
    };

    private static IEnumerable<GgufTensorToWrite> Tensors(ModelConfig config, GgufArchitecture architecture, IWeightSource weights, GgmlType type)
    {
        var parameters = ParameterRows.Of(config, weights);
        if (config.RopeScaling is Llama3RotaryScaling scaling)
        {
            var factors = Llama3RopeFactors.Of(config, scaling);
            yield return new(new(GgufTensorNames.RopeFactors, [factors.Length]), GgmlType.F32, (_, values) => factors.CopyTo(values));
        }

        foreach (var place in GgufTensorNames.Of(config, architecture))
        {
            TensorPartFill fill = (part, values) =>
            {
                parameters.Read(place.Parameter, (place.Row + ((long)part * place.RowsToNextPart)) * place.Width, values);
                place.ToFile(values);
            };
            yield return new GgufTensorToWrite(place.Info, TypeOf(place, type), fill) { Parts = place.Parts };
        }
    }

    private static GgmlType TypeOf(GgufPlace place, GgmlType type)
    {
        if (place.StaysExact || place.Info.Shape.Count == 1)
        {
            return GgmlType.F32;
        }

        var own = type == GgmlType.Q4_0 && place.Info.Name is GgufTensorNames.Embedding or GgufTensorNames.Output ? GgmlType.Q8_0 : type;
        return place.Width % own.BlockValues() == 0 ? own : GgmlType.F16;
    }
}
