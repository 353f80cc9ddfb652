using Sinter.Models.Files;
using static System.FormattableString;

namespace Sinter.Models.Surgery;

/// <summary>
/// Makes a narrower model of another, layer by layer: the feed-forward neurons and the groups of attention heads that matter least go. What matters is told from the
/// weights: a neuron by the product of the norms of its rows (gate and up) and of its column (down), a group by the product of the norms of its values and of its part
/// of the output. Those products are what a part can add at most, and they stay as they are where one factor is scaled up and another down.
/// </summary>
public static class WidthPruning
{
    /// <summary>The description of the narrower model.</summary>
    /// <param name="config">The description of the model.</param>
    /// <param name="intermediateSize">Feed-forward neurons that stay in each layer (and each expert); null for all.</param>
    /// <param name="heads">Query heads that stay in each layer; key and value heads go with theirs; null for all.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the model, or its files cannot say them.</exception>
    public static ModelConfig Describe(ModelConfig config, int? intermediateSize, int? heads)
    {
        if (intermediateSize is null && heads is null)
        {
            throw new ArgumentException("Nothing is to become narrower; give the feed-forward neurons or the heads that stay.");
        }

        if (config.Kind == ModelKind.Recurrent)
        {
            throw new ArgumentException($"A model of the family {config.Family} has neither feed-forward layers nor heads; give a transformer.");
        }

        if (intermediateSize is { } neurons && (neurons < 1 || neurons > config.IntermediateSize))
        {
            throw new ArgumentException(Invariant($"{neurons} feed-forward neurons cannot stay of {config.IntermediateSize}; give 1 to {config.IntermediateSize}."));
        }

        var narrow = config with { IntermediateSize = intermediateSize ?? config.IntermediateSize };
        return SurgeryFolders.RequireWritable((heads is { } stay && stay != config.Heads ? WithHeads(narrow, stay) : narrow).Validated());
    }

    /// <summary>The weights of the narrower model, to be written.</summary>
    /// <param name="config">The description of the model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="narrow">What <see cref="Describe"/> gave.</param>
    public static IEnumerable<TensorToWrite> Weights(ModelConfig config, IWeightSource weights, ModelConfig narrow)
    {
        var selection = new WidthSelection(config, narrow, weights);
        var places = ModelTensors.Of(config).ToDictionary(static place => place.Info.Name, StringComparer.Ordinal);
        return ModelTensors.Of(narrow).Select(place =>
        {
            var source = places[place.Info.Name];
            return selection.Changes(place)
                ? new TensorToWrite(place.Info, destination => Select(selection, weights, source, place, config.HeadSize, destination))
                : SurgeryFolders.Copy(place.Info, weights);
        });
    }

    /// <summary>Writes the narrower model into a folder of its own. The tokenizer is copied by who has it.</summary>
    /// <param name="source">The folder of the model.</param>
    /// <param name="target">The folder of the new model; another than the source.</param>
    /// <param name="intermediateSize">Feed-forward neurons that stay in each layer; null for all.</param>
    /// <param name="heads">Query heads that stay in each layer; null for all.</param>
    /// <param name="type">How the weights are stored; null for as they were.</param>
    /// <returns>The description of the new model.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, or the folders are one.</exception>
    /// <exception cref="InvalidDataException">The model is damaged.</exception>
    public static ModelConfig Write(string source, string target, int? intermediateSize, int? heads, TensorType? type = null)
    {
        var folder = SurgeryFolders.Open(source, target);
        var narrow = Describe(folder.Config, intermediateSize, heads);
        using var weights = folder.OpenWeights();
        ModelFolder.Write(target, narrow, Weights(folder.Config, weights, narrow), folder.Generation, type ?? StoredType.Of(folder));
        return narrow;
    }

    private static ModelConfig WithHeads(ModelConfig config, int heads)
    {
        if (config.Kind == ModelKind.EncoderDecoder || config.Positions == PositionKind.Relative)
        {
            throw new ArgumentException($"The heads of a model of the family {config.Family} belong together over its layers, so that none can go; narrow its feed-forward layers only.");
        }

        var group = config.Heads / config.KeyValueHeads;
        if (heads < group || heads > config.Heads || heads % group != 0)
        {
            throw new ArgumentException(Invariant($"{heads} heads cannot stay of {config.Heads}, of which {group} share {(group == 1 ? "no" : "a")} key and value head; give a multiple of {group} from {group} to {config.Heads}."));
        }

        return config with { Heads = heads, KeyValueHeads = heads / group, HeadSize = config.HeadSize };
    }

    /// <summary>The rows and columns that stay.</summary>
    private static void Select(WidthSelection selection, IWeightSource weights, TensorPlace source, TensorPlace target, int headSize, Span<float> destination)
    {
        var old = PlaceValues.Read(weights, source, headSize);
        var oldColumns = PlaceValues.Size(source).Columns;
        var (rows, columns) = PlaceValues.Size(target);
        var kept = new float[rows * columns];
        var (fromRows, fromColumns) = (selection.Rows(target), selection.Columns(target));
        for (var row = 0; row < rows; row++)
        {
            var oldRow = (fromRows is null ? target.Row + row : fromRows[target.Row + row]) - source.Row;
            for (var column = 0; column < columns; column++)
            {
                kept[(row * columns) + column] = old[(oldRow * oldColumns) + (fromColumns is null ? column : fromColumns[column])];
            }
        }

        PlaceValues.Write(target, headSize, kept, destination);
    }
}
