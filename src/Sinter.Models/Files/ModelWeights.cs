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
        // One tensor at a time, in one buffer as long as the longest that lies otherwise in the file: there is never a second copy of the model.
        var buffer = Array.Empty<float>();
        foreach (var place in ModelTensors.Of(model.Config))
        {
            Read(model, place, weights, ref buffer);
        }
    }

    /// <summary>Reads one tensor.</summary>
    internal static void Read(Model model, TensorPlace place, IWeightSource weights)
    {
        var buffer = Array.Empty<float>();
        Read(model, place, weights, ref buffer);
    }

    private static void Read(Model model, TensorPlace place, IWeightSource weights, ref float[] buffer)
    {
        var rows = Rows(model, place);
        if (place.Layout == TensorLayout.Plain)
        {
            weights.ReadFloat32(place.Info.Name, rows, [.. place.Info.Shape]);
            return;
        }

        if (buffer.Length < rows.Length)
        {
            buffer = new float[rows.Length];
        }

        var file = buffer.AsSpan(0, rows.Length);
        weights.ReadFloat32(place.Info.Name, file, [.. place.Info.Shape]);
        TensorLayouts.FromFile(place, model.Config.HeadSize, file, rows);
    }

    /// <summary>The weights of a model, to be written by <see cref="ModelFolder.Write(string, ModelConfig, IEnumerable{TensorToWrite}, GenerationConfig?, TensorType, long)"/>.</summary>
    public static IEnumerable<TensorToWrite> ToWrite(Model model) => ModelTensors.Of(model.Config).Select(place => new TensorToWrite(place.Info, destination =>
    {
        var rows = Rows(model, place);
        if (place.Layout == TensorLayout.Plain)
        {
            rows.CopyTo(destination);
        }
        else
        {
            TensorLayouts.ToFile(place, model.Config.HeadSize, rows, destination);
        }
    }));

    /// <summary>The values of a parameter that a tensor of a file holds.</summary>
    internal static Span<float> Rows(Model model, TensorPlace place)
    {
        var tensor = model.Weight(place.Parameter);
        var width = tensor.Shape.Rank == 1 ? 1 : tensor.Shape[^1];
        return tensor.AsSpan<float>().Slice(place.Row * width, (int)place.Info.Elements);
    }
}
