using Sinter.Models.Files;

namespace Sinter.Models.Surgery;

/// <summary>Makes one model of several of the same description, tensor by tensor: one tensor of each is in memory at a time, and the same models give the same bytes.</summary>
public static class ModelMerge
{
    /// <summary>Settings that may differ: none of them changes what a weight is for.</summary>
    private static readonly string[] Harmless = [nameof(ModelConfig.PaddingToken), nameof(ModelConfig.DecoderStartToken), nameof(ModelConfig.RouterLossWeight)];

    /// <summary>Writes the merged model into a folder of its own, described as the base, or as the first model where there is none. The tokenizer is copied by who has it.</summary>
    /// <param name="models">The folders of the models.</param>
    /// <param name="baseModel">The folder of the model that they were made of; null for methods that need none.</param>
    /// <param name="target">The folder of the new model; another than all of theirs.</param>
    /// <param name="options">How they are merged.</param>
    /// <param name="type">How the weights are stored; null for as those of the model that gives the description.</param>
    /// <returns>The description of the new model.</returns>
    /// <exception cref="ArgumentException">The options do not fit, or the models differ in more than their weights; the message names the first difference.</exception>
    /// <exception cref="InvalidDataException">A model is damaged.</exception>
    public static ModelConfig Write(IReadOnlyList<string> models, string? baseModel, string target, MergeOptions options, TensorType? type = null)
    {
        if (options.FindFault(models.Count, baseModel is not null) is { } fault)
        {
            throw new ArgumentException(fault);
        }

        // The base comes first where there is one.
        string[] paths = baseModel is null ? [.. models] : [baseModel, .. models];
        var folders = Array.ConvertAll(paths, path => SurgeryFolders.Open(path, target));
        RequireAlike(folders);
        var config = folders[0].Config;
        var weights = new List<IWeightSource>();
        try
        {
            weights.AddRange(folders.Select(static folder => folder.OpenWeights()));
            ModelFolder.Write(target, config, Weights(config, weights, options), folders[0].Generation, type ?? StoredType.Of(folders[0]));
        }
        finally
        {
            weights.ForEach(static source => source.Dispose());
        }

        return config;
    }

    /// <summary>Refuses models that differ in more than their weights.</summary>
    /// <param name="folders">The models.</param>
    /// <param name="except">Settings that may differ besides.</param>
    /// <exception cref="ArgumentException">They do; the message names the first difference.</exception>
    public static void RequireAlike(IReadOnlyList<ModelFolder> folders, params IReadOnlyList<string> except)
    {
        foreach (var other in folders.Skip(1))
        {
            // Where positions turn, the context is advice.
            string[] allowed = folders[0].Config.Positions == PositionKind.Learned ? [.. Harmless, .. except] : [.. Harmless, .. except, nameof(ModelConfig.ContextLength)];
            if (ConfigDifference.Find(folders[0].Config, other.Config, allowed) is { } difference)
            {
                throw new ArgumentException(
                    $"The models do not fit: {difference.Name} is {difference.First} in '{folders[0].Path}' and {difference.Second} in '{other.Path}'; only models that differ in nothing but their weights can be merged.");
            }
        }
    }

    private static IEnumerable<TensorToWrite> Weights(ModelConfig config, List<IWeightSource> weights, MergeOptions options)
    {
        var places = ModelTensors.Of(config).ToList();
        var longest = places.Max(static place => place.Info.Elements);

        // All but the first are read here; the first lies where the result comes.
        var buffers = weights.Skip(1).Select(_ => new float[longest]).ToArray();
        var factors = options.WeightsOf(weights.Count - (options.NeedsBase ? 1 : 0));
        return places.Select(place => new TensorToWrite(place.Info, destination =>
        {
            var length = destination.Length;
            weights[0].ReadFloat32(place.Info.Name, destination, [.. place.Info.Shape]);
            for (var i = 0; i < buffers.Length; i++)
            {
                weights[i + 1].ReadFloat32(place.Info.Name, buffers[i].AsSpan(0, length), [.. place.Info.Shape]);
            }

            switch (options.Method)
            {
                case MergeMethod.Linear: TensorMerge.Mean(destination, buffers, factors); break;
                case MergeMethod.Slerp: TensorMerge.Slerp(destination, buffers[0].AsSpan(0, length), options.T); break;
                case MergeMethod.Task or MergeMethod.Dare: TensorMerge.AddSum(destination, buffers, factors, Filters(place.Info.Name, destination)); break;
                default: TensorMerge.AddElected(destination, buffers, factors, Filters(place.Info.Name, destination)); break;
            }
        }));

        DeltaFilter[] Filters(string name, Span<float> start)
        {
            var filters = new DeltaFilter[buffers.Length];
            for (var model = 0; model < filters.Length; model++)
            {
                filters[model] = options.Method switch
                {
                    MergeMethod.Task => new DeltaFilter(),
                    MergeMethod.Ties => new LargestDeltas(start, buffers[model].AsSpan(0, start.Length), options.Density),
                    _ => new RandomDeltas(options.Seed, FormattableString.Invariant($"dare/{model}/{name}"), options.Density),
                };
            }

            return filters;
        }
    }
}
