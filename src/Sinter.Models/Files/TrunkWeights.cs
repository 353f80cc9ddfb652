using Sinter.Models.Transformers;
using Sinter.Tensors;

namespace Sinter.Models.Files;

/// <summary>A trained trunk under a new head: what a fine-tuning begins with.</summary>
/// <param name="Model">The model.</param>
/// <param name="Drawn">The parameters of the head that the folder does not hold in this shape, which were drawn at random.</param>
public sealed record TrunkWeights(Model Model, IReadOnlyList<string> Drawn)
{
    /// <summary>Reads the trunk of a model folder into a model with a head of its own. Of the head, what the folder holds in the same shape is read too.</summary>
    /// <param name="path">The folder, of any head.</param>
    /// <param name="config">The description of the model, of the trunk of the folder; see <see cref="ModelConfig.WithHead"/>.</param>
    /// <param name="backend">Where the model is to live.</param>
    /// <param name="seed">What the rest is drawn from.</param>
    /// <param name="trainable">Whether there are gradients.</param>
    /// <param name="tuning">What of it is trained; null for everything.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or its trunk is not that of the config.</exception>
    /// <exception cref="ArgumentException">The config has a fault.</exception>
    public static TrunkWeights Load(string path, ModelConfig config, Backend backend, ulong seed, bool trainable = true, ModelTuning? tuning = null)
    {
        var folder = ModelFolder.Open(path);
        if (folder.Config.Family != config.Validated().Family)
        {
            throw new InvalidDataException($"'{path}' holds a model of the family {folder.Config.Family}, expected {config.Family}.");
        }

        using var weights = ModelTensors.Named(config, folder.OpenWeights());
        var model = Model.Create(config, backend, trainable, tuning);
        HashSet<string> drawn = [];
        using var reader = new ParameterReader(model);
        foreach (var place in ModelTensors.Of(config))
        {
            var found = weights.Find(place.Info.Name);
            if (found is not null && found.Shape.SequenceEqual(place.Info.Shape))
            {
                reader.Read(place, weights);
            }
            else if (IsOfHead(place.Parameter))
            {
                drawn.Add(place.Parameter);
            }
            else
            {
                throw new InvalidDataException(
                    $"'{weights.Path}' {(found is null ? $"holds no tensor '{place.Info.Name}'" : $"holds the tensor {found}")}, expected {place.Info}; give the trunk the sizes of the folder.");
            }
        }

        reader.Dispose();

        // A matrix and its bias belong together: where one is new, the other says nothing.
        var isNew = model.Parameters.All.Where(parameter => drawn.Contains(parameter.Name) || drawn.Contains(parameter.Name + ".bias") || drawn.Contains(WithoutBias(parameter.Name))).ToList();
        isNew.ForEach(parameter => InitialWeights.Draw(config, parameter, seed));
        model.Adapter?.Initialize(model, seed);
        return new TrunkWeights(model, [.. isNew.Select(static parameter => parameter.Name)]);
    }

    private static string WithoutBias(string name) => name.EndsWith(".bias", StringComparison.Ordinal) ? name[..^".bias".Length] : name;

    private static bool IsOfHead(string parameter) => WithoutBias(parameter) is HeadTransform.Dense or HeadTransform.Norm or HeadTransform.Classifier or "output";
}
