using Sinter.Models.Files;
using static System.FormattableString;

namespace Sinter.Models.Surgery;

/// <summary>
/// Makes a model of layers of several, passed through as they are, one slice on top of another. What comes before the layers is the first slice's model's, and what
/// comes after them that of the last.
/// </summary>
public static class LayerStack
{
    /// <summary>Writes the stacked model into a folder of its own. The tokenizer is copied by who has it.</summary>
    /// <param name="slices">The layers, from the first to the last.</param>
    /// <param name="target">The folder of the new model; another than all of theirs.</param>
    /// <param name="type">How the weights are stored; null for as those of the first.</param>
    /// <returns>The description of the new model.</returns>
    /// <exception cref="ArgumentException">A slice is none of its model, the models differ in more than their depth and their weights, or a layer would do something else at its new place.</exception>
    /// <exception cref="InvalidDataException">A model is damaged.</exception>
    public static ModelConfig Write(IReadOnlyList<LayerSlice> slices, string target, TensorType? type = null)
    {
        if (slices.Count == 0)
        {
            throw new ArgumentException("There is no slice of layers to stack; give at least one.");
        }

        var folders = slices.Select(slice => SurgeryFolders.Open(slice.Folder, target)).ToList();
        ModelMerge.RequireAlike(folders, nameof(ModelConfig.Layers));
        foreach (var (slice, folder) in slices.Zip(folders))
        {
            if (slice.First < 0 || slice.Last < slice.First || slice.Last >= folder.Config.Layers)
            {
                throw new ArgumentException(Invariant($"'{slice.Folder}' has no layers {slice.First}-{slice.Last}; give a first and a last one from 0 to {folder.Config.Layers - 1}."));
            }
        }

        // For each layer of the new model the slice that it comes from, and its place in that model.
        var layers = slices.SelectMany(static (slice, index) => Enumerable.Range(slice.First, slice.Last - slice.First + 1).Select(layer => (Slice: index, Layer: layer))).ToList();
        var deepest = folders[0].Config with { Layers = folders.Max(static folder => folder.Config.Layers) };
        var config = SurgeryFolders.RequireWritable(LayerSurgery.Describe(deepest, [.. layers.Select(static layer => layer.Layer)]));
        var weights = new List<IWeightSource>();
        try
        {
            weights.AddRange(folders.Select(static folder => folder.OpenWeights()));
            ModelFolder.Write(target, config, Weights(config, [.. folders.Select(static folder => folder.Config)], weights, layers), folders[0].Generation, type ?? StoredType.Of(folders[0]));
        }
        finally
        {
            weights.ForEach(static source => source.Dispose());
        }

        return config;
    }

    private static List<TensorToWrite> Weights(ModelConfig config, ModelConfig[] configs, List<IWeightSource> weights, List<(int Slice, int Layer)> layers)
    {
        var places = Array.ConvertAll(configs, static one => ModelTensors.Of(one).ToDictionary(static place => (place.Parameter, place.Row)));
        var tensors = new List<TensorToWrite>();
        var outside = 0;
        foreach (var place in ModelTensors.Of(config))
        {
            var (layer, rest) = LayerSurgery.Split(place.Parameter);
            var (slice, parameter) = layer < 0 ? (outside, place.Parameter) : (layers[layer].Slice, Invariant($"{layers[layer].Layer}.{rest}"));
            outside = layer < 0 ? outside : weights.Count - 1;
            tensors.Add(SurgeryFolders.Copy(place.Info, weights[slice], places[slice][(parameter, place.Row)].Info.Name));
        }

        return tensors;
    }
}
