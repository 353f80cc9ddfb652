using Sinter.Models.Files.Families;

namespace Sinter.Models.Files;

/// <summary>The tensors that the files of a model hold, under the names of Hugging Face, and where each lies in memory.</summary>
public static class ModelTensors
{
    /// <summary>All tensors of a model of this description, from the embedding to the output.</summary>
    public static IEnumerable<TensorPlace> Of(ModelConfig config)
    {
        var format = FamilyFormats.Of(config.Family);
        if (config.PredictedTokens > 1 && !format.HasPredictionHeads)
        {
            throw new InvalidDataException($"Files of the family {config.Family} have no names for the heads of a model that predicts {config.PredictedTokens} tokens; choose Llama.");
        }

        return config.Kind == ModelKind.Decoder
            ? format.Tensors(config).Select(place => place with { Info = place.Info with { Name = DecoderHeads.Name(config, place.Info.Name) } }).Concat(DecoderHeads.Tensors(config))
            : format.Tensors(config);
    }

    /// <summary>
    /// The weights of a file under the names of <see cref="Of"/>: files of a bare trunk leave out the first part of each name, and some old ones have other words in it.
    /// </summary>
    /// <param name="config">The description.</param>
    /// <param name="weights">The file; disposed with what is returned.</param>
    public static IWeightSource Named(ModelConfig config, IWeightSource weights)
    {
        var format = FamilyFormats.Of(config.Family);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var place in Of(config))
        {
            var usual = DecoderHeads.UsualName(config, place.Info.Name);
            if (weights.Find(place.Info.Name) is null && format.OtherNames(usual).Prepend(usual).FirstOrDefault(name => weights.Find(name) is not null) is { } other)
            {
                renamed.Add(place.Info.Name, other);
            }
        }

        return renamed.Count == 0 ? weights : new RenamedWeights(weights, renamed);
    }
}
