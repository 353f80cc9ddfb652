using Sinter.Tensors;

namespace Sinter.Models.Files;

/// <summary>Moves weights between a <see cref="Model"/>, whose matrices lie together, and the names of Hugging Face, where each stands alone.</summary>
public static class ModelWeights
{
    /// <summary>Reads a model from a folder of the Hugging Face layout.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="backend">Where the model is to live.</param>
    /// <param name="trainable">Whether there are gradients.</param>
    /// <param name="tuning">What of it is trained; null for everything.</param>
    /// <param name="seed">What the parameters of an adapter are drawn from.</param>
    /// <exception cref="InvalidDataException">A file is damaged or of another model.</exception>
    public static Model Load(string path, Backend backend, bool trainable = false, ModelTuning? tuning = null, ulong seed = 42)
    {
        var folder = ModelFolder.Open(path);
        using var weights = folder.OpenWeights();
        var model = Model.Create(folder.Config, backend, trainable, tuning);
        Read(model, weights);
        model.Adapter?.Initialize(model, seed);
        return model;
    }

    /// <summary>Reads all weights of a model.</summary>
    /// <exception cref="InvalidDataException">A weight is missing or has another shape.</exception>
    public static void Read(Model model, IWeightSource weights)
    {
        // One tensor at a time: there is never a second copy of the model.
        using var reader = new ParameterReader(model);
        foreach (var place in ModelTensors.Of(model.Config))
        {
            reader.Read(place, weights);
        }
    }

    /// <summary>The weights of a model, to be written by <see cref="ModelFolder.Write(string, ModelConfig, IEnumerable{TensorToWrite}, GenerationConfig?, TensorType, long)"/>.</summary>
    public static IEnumerable<TensorToWrite> ToWrite(Model model) => ModelTensors.Of(model.Config).Select(place => new TensorToWrite(place.Info, destination =>
    {
        var parameter = model.Weight(place.Parameter);
        if (parameter.Type != DataType.Float32 && place.Layout == TensorLayout.Plain)
        {
            parameter.CopyTo(destination, FirstOf(parameter, place));
        }
        else if (parameter.Type != DataType.Float32)
        {
            var values = new float[destination.Length];
            parameter.CopyTo(values, FirstOf(parameter, place));
            TensorLayouts.ToFile(place, model.Config.HeadSize, values, destination);
        }
        else if (place.Layout == TensorLayout.Plain)
        {
            Rows(model, place).CopyTo(destination);
        }
        else
        {
            TensorLayouts.ToFile(place, model.Config.HeadSize, Rows(model, place), destination);
        }
    }));

    /// <summary>The values of a parameter in single precision that a tensor of a file holds.</summary>
    internal static Span<float> Rows(Model model, TensorPlace place)
    {
        var tensor = model.Weight(place.Parameter);
        return tensor.AsSpan<float>().Slice((int)FirstOf(tensor, place), (int)place.Info.Elements);
    }

    /// <summary>The place of a tensor's first value among those of its parameter.</summary>
    private static long FirstOf(Tensor parameter, TensorPlace place) => place.Row * (parameter.Shape.Rank == 1 ? 1L : parameter.Shape[^1]);
}
