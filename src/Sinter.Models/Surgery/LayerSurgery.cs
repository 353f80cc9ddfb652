using System.Globalization;
using Sinter.Models.Files;
using static System.FormattableString;

namespace Sinter.Models.Surgery;

/// <summary>Makes models of the layers of another: more of them (depth up-scaling, Kim et al. 2023), fewer, or in another order.</summary>
public static class LayerSurgery
{
    /// <summary>
    /// The layers of depth up-scaling: two copies of all layers, the first without its last ones and the second without its first ones, so that the seam joins layers that are
    /// not far from each other. SOLAR made 48 layers of 32 with an overlap of 8.
    /// </summary>
    /// <param name="layers">Layers of the model.</param>
    /// <param name="overlap">Layers left out of each copy; from 0 to one less than there are.</param>
    /// <exception cref="ArgumentException">The overlap leaves nothing.</exception>
    public static IReadOnlyList<int> Upscaled(int layers, int overlap) => overlap >= 0 && overlap < layers
        ? [.. Enumerable.Range(0, layers - overlap), .. Enumerable.Range(overlap, layers - overlap)]
        : throw new ArgumentException(Invariant($"An overlap of {overlap} does not fit a model of {layers} layers; give 0 to {layers - 1}."));

    /// <summary>Layers spread evenly over the depth, the first and the last among them.</summary>
    /// <param name="layers">Layers of the model.</param>
    /// <param name="keep">How many stay.</param>
    /// <exception cref="ArgumentException">There are not so many.</exception>
    public static IReadOnlyList<int> Evenly(int layers, int keep) => keep >= 1 && keep <= layers
        ? [.. Enumerable.Range(0, keep).Select(i => keep == 1 ? 0 : (int)Math.Round(i * (layers - 1) / (keep - 1.0), MidpointRounding.AwayFromZero))]
        : throw new ArgumentException(Invariant($"{keep} layers cannot stay of a model of {layers}; give 1 to {layers}."));

    /// <summary>
    /// The layers of a model with new ones in between (block expansion, LLaMA Pro, Wu et al. 2024): behind each layer that is named a copy of it, to be written with
    /// outputs of zero, so that the model computes what it did.
    /// </summary>
    /// <param name="config">The description of the model.</param>
    /// <param name="after">Layers that a new one comes behind, in any order; one that is named twice is followed by two.</param>
    /// <returns>For each layer of the new model the one that it is made of, and which of them are new.</returns>
    /// <exception cref="ArgumentException">There is no such layer, or none is named.</exception>
    public static (IReadOnlyList<int> Layers, IReadOnlySet<int> New) Inserted(ModelConfig config, IReadOnlyCollection<int> after)
    {
        if (after.Count == 0 || after.Any(layer => layer < 0 || layer >= config.Layers))
        {
            throw new ArgumentException(Invariant($"New layers are to come behind the layers [{string.Join(", ", after)}]; give at least one, each from 0 to {config.Layers - 1}."));
        }

        var (layers, added) = (new List<int>(), new HashSet<int>());
        for (var layer = 0; layer < config.Layers; layer++)
        {
            layers.Add(layer);
            for (var copies = after.Count(place => place == layer); copies > 0; copies--)
            {
                added.Add(layers.Count);

                // A first layer without its norm cannot stand anywhere else.
                layers.Add(layer == 0 && config.SkipsFirstNorm ? Math.Min(1, config.Layers - 1) : layer);
            }
        }

        return (layers, added);
    }

    /// <summary>The description of the model made of some layers.</summary>
    /// <param name="config">The description of the model that the layers come from.</param>
    /// <param name="layers">For each layer of the new model the one that it is made of.</param>
    /// <param name="silenced">Layers of the new model whose outputs are zero, which may see what they like; null for none.</param>
    /// <exception cref="ArgumentException">A layer is none of the model's, or would do something else at its new place.</exception>
    public static ModelConfig Describe(ModelConfig config, IReadOnlyList<int> layers, IReadOnlySet<int>? silenced = null)
    {
        if (config.Kind is not (ModelKind.Decoder or ModelKind.Encoder))
        {
            throw new ArgumentException($"The layers of a model of the family {config.Family} cannot be chosen; give a decoder or an encoder.");
        }

        if (silenced is { Count: > 0 } && config.NormPlacement == NormPlacement.After)
        {
            throw new ArgumentException($"A layer of the family {config.Family} normalises the sum that it adds to, so that one with outputs of zero still changes it; insert layers into a model with norms before its parts.");
        }

        if (layers.Count == 0 || layers.Any(layer => layer < 0 || layer >= config.Layers))
        {
            throw new ArgumentException(Invariant($"The layers are [{string.Join(", ", layers)}]; give at least one, each from 0 to {config.Layers - 1}."));
        }

        var moved = Enumerable.Range(0, layers.Count).FirstOrDefault(layer => config.IsWindowed(layer) != config.IsWindowed(layers[layer]) && silenced?.Contains(layer) != true, -1);
        if (moved >= 0)
        {
            throw new ArgumentException(Invariant($"Layer {layers[moved]} would become layer {moved}, where this family's attention {(config.IsWindowed(moved) ? "sees a window only" : "sees everything")} and it was trained {(config.IsWindowed(moved) ? "to see everything" : "with a window")}; choose layers whose places keep the pattern of every {config.GlobalEvery}."));
        }

        if (config.SkipsFirstNorm && (layers[0] != 0 || layers.Skip(1).Contains(0)))
        {
            throw new ArgumentException("The first layer of this family has no norm before its attention, so it must stay the first and only there; choose other layers.");
        }

        return (config with { Layers = layers.Count }).Validated();
    }

    /// <summary>The weights of the model made of some layers, to be written.</summary>
    /// <param name="config">The description of the model that the layers come from.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="layers">For each layer of the new model the one that it is made of.</param>
    /// <param name="silenced">Layers of the new model whose outputs are zero, so that they add nothing yet; null for none.</param>
    public static IEnumerable<TensorToWrite> Weights(ModelConfig config, IWeightSource weights, IReadOnlyList<int> layers, IReadOnlySet<int>? silenced = null)
    {
        var places = ModelTensors.Of(config).ToDictionary(static place => (place.Parameter, place.Row));
        return ModelTensors.Of(Describe(config, layers, silenced)).Select(place =>
        {
            var (layer, rest) = Split(place.Parameter);
            return layer >= 0 && silenced?.Contains(layer) == true && IsOutput(rest)
                ? new TensorToWrite(place.Info, static destination => destination.Clear())
                : SurgeryFolders.Copy(place.Info, weights, places[(layer < 0 ? place.Parameter : Invariant($"{layers[layer]}.{rest}"), place.Row)].Info.Name);
        });
    }

    /// <summary>Writes the model made of some layers into a folder of its own. The tokenizer is copied by who has it.</summary>
    /// <param name="source">The folder of the model that the layers come from.</param>
    /// <param name="target">The folder of the new model; another than the source.</param>
    /// <param name="layers">For each layer of the new model the one that it is made of.</param>
    /// <param name="silenced">Layers of the new model whose outputs are zero; null for none.</param>
    /// <param name="type">How the weights are stored; null for as they were.</param>
    /// <returns>The description of the new model.</returns>
    /// <exception cref="ArgumentException">The layers do not fit, or the folders are one.</exception>
    /// <exception cref="InvalidDataException">The model is damaged.</exception>
    public static ModelConfig Write(string source, string target, IReadOnlyList<int> layers, IReadOnlySet<int>? silenced = null, TensorType? type = null)
    {
        var folder = SurgeryFolders.Open(source, target);
        var config = SurgeryFolders.RequireWritable(Describe(folder.Config, layers, silenced));
        using var weights = folder.OpenWeights();
        ModelFolder.Write(target, config, Weights(folder.Config, weights, layers, silenced), folder.Generation, type ?? StoredType.Of(folder));
        return config;
    }

    /// <summary>Whether a parameter of a block is the last thing that a part is multiplied with before it is added to the residual stream.</summary>
    private static bool IsOutput(string rest)
        => rest is "attention.output" or "attention.output.bias" or "feedForward.down" or "feedForward.down.bias" or "feedForward.experts.down"
            or "attention.postNorm.bias" or "feedForward.postNorm.bias";

    /// <summary>The layer of a parameter and the rest of its name; -1 for one that belongs to no layer.</summary>
    internal static (int Layer, string Name) Split(string parameter)
    {
        var dot = parameter.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && int.TryParse(parameter.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? (layer, parameter[(dot + 1)..]) : (-1, parameter);
    }
}
