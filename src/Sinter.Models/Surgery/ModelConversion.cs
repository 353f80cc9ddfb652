using Sinter.Models.Files;
using static System.FormattableString;

namespace Sinter.Models.Surgery;

/// <summary>Writes a model in another form: with another precision, with embeddings tied or untied, with a padded vocabulary. One tensor is in memory at a time.</summary>
public static class ModelConversion
{
    /// <summary>Writes the model into a folder of its own. The tokenizer is copied by who has it.</summary>
    /// <param name="source">The folder of the model.</param>
    /// <param name="target">The folder of the new model; another than the source.</param>
    /// <param name="options">What is to change.</param>
    /// <returns>The description of the new model.</returns>
    /// <exception cref="ArgumentException">The change does not fit the model, or the folders are one.</exception>
    /// <exception cref="InvalidDataException">The model is damaged, or has a number that the type cannot hold.</exception>
    public static ModelConfig Write(string source, string target, ConversionOptions options)
    {
        var folder = SurgeryFolders.Open(source, target);
        var old = folder.Config;
        var config = SurgeryFolders.RequireWritable(Describe(old, options));
        var type = options.Type ?? StoredType.Of(folder);
        using var weights = folder.OpenWeights();
        var places = ModelTensors.Of(old).ToLookup(static place => place.Parameter, StringComparer.Ordinal);
        var tensors = ModelTensors.Of(config).Select(place =>
        {
            var tensor = place.Parameter is "embedding" or "output" or "output.bias"
                ? new TensorToWrite(place.Info, destination => Fill(place.Parameter, destination))
                : SurgeryFolders.Copy(place.Info, weights);
            return type == TensorType.Float16 ? Bounded(tensor) : tensor;
        });
        ModelFolder.Write(target, config, tensors, folder.Generation, type);
        return config;

        void Fill(string parameter, Span<float> destination)
        {
            // An untied output begins as the embedding, in the scale that the logits now have.
            var from = parameter == "output" && old.TieEmbeddings ? "embedding" : parameter;
            var known = destination[..(int)(destination.Length / (long)config.VocabularySize * old.VocabularySize)];
            Read(from, known);
            if (from != parameter && old.OutputScale != config.OutputScale)
            {
                Scale(known, old.OutputScale / config.OutputScale);
            }
            else if (parameter == "embedding" && options.Tying == EmbeddingTying.TieToMean && !old.TieEmbeddings)
            {
                AddOutput(known, old.OutputScale / config.OutputScale);
            }

            Pad(destination, known.Length, old.VocabularySize);
        }

        void Read(string parameter, Span<float> values)
        {
            var info = places[parameter].Single().Info;
            weights.ReadFloat32(info.Name, values, [.. info.Shape]);
        }

        void AddOutput(Span<float> embedding, double scale)
        {
            var output = new float[embedding.Length];
            Read("output", output);
            for (var i = 0; i < output.Length; i++)
            {
                embedding[i] = (float)((embedding[i] + (output[i] * scale)) / 2);
            }
        }
    }

    /// <summary>The description of the new model.</summary>
    /// <param name="config">The description of the model.</param>
    /// <param name="options">What is to change.</param>
    /// <exception cref="ArgumentException">The change does not fit the model.</exception>
    public static ModelConfig Describe(ModelConfig config, ConversionOptions options)
    {
        var tie = options.Tying is EmbeddingTying.TieToInput or EmbeddingTying.TieToMean;
        if (options.Tying != EmbeddingTying.Keep && config.Head is not (ModelHead.LanguageModel or ModelHead.MaskedLanguageModel))
        {
            throw new ArgumentException($"A model with the head {config.Head} has no output projection that could be {(tie ? "tied" : "untied")}; give a language model.");
        }

        if (options.Tying != EmbeddingTying.Keep && config.TieEmbeddings == tie)
        {
            throw new ArgumentException(tie ? "The embedding is the output already; leave out the tying." : "The output is a matrix of its own already; leave out the untying.");
        }

        var changed = config with
        {
            VocabularySize = VocabularyChange.RoundUp(config.VocabularySize, options.Multiple),
            TieEmbeddings = options.Tying == EmbeddingTying.Keep ? config.TieEmbeddings : tie,
        };

        // T5 divides its logits exactly where its embeddings are tied.
        return (config.Family == ModelFamily.T5 ? changed with { OutputScale = changed.TieEmbeddings ? 1 / Math.Sqrt(config.HiddenSize) : 1 } : changed).Validated();
    }

    private static void Scale(Span<float> values, double factor)
    {
        foreach (ref var value in values)
        {
            value = (float)(value * factor);
        }
    }

    /// <summary>Fills the rows behind the known ones with their mean.</summary>
    private static void Pad(Span<float> destination, int known, int rows)
    {
        var width = known / rows;
        for (var column = 0; column < width && known < destination.Length; column++)
        {
            var sum = 0.0;
            for (var i = column; i < known; i += width)
            {
                sum += destination[i];
            }

            for (var i = known + column; i < destination.Length; i += width)
            {
                destination[i] = (float)(sum / rows);
            }
        }
    }

    /// <summary>A tensor that is refused where half precision would make a number infinite.</summary>
    private static TensorToWrite Bounded(TensorToWrite tensor) => new(tensor.Info, destination =>
    {
        tensor.Fill(destination);
        foreach (var value in destination)
        {
            if (float.IsFinite(value) && Half.IsInfinity((Half)value))
            {
                throw new InvalidDataException(Invariant($"The tensor {tensor.Info} holds the number {value}, which is too large for F16; choose BF16."));
            }
        }
    });
}
