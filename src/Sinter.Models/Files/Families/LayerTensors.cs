namespace Sinter.Models.Files.Families;

/// <summary>The tensors of layers as PyTorch names them: NAME.weight and, where the layer has one, NAME.bias.</summary>
internal static class LayerTensors
{
    /// <summary>A linear layer.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="parameter">The parameter that holds its weight; the one of its bias is called after it.</param>
    /// <param name="rows">Its outputs.</param>
    /// <param name="columns">Its inputs.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="row">The first row of the parameter that it is.</param>
    public static IEnumerable<TensorPlace> Linear(string name, string parameter, int rows, int columns, bool hasBias = true, int row = 0)
    {
        yield return new(new(name + ".weight", [rows, columns]), parameter, row);
        if (hasBias)
        {
            yield return new(new(name + ".bias", [rows]), parameter + ".bias", row);
        }
    }

    /// <summary>A norm, whose weight may have another last word in old files.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="parameter">The parameter that holds its weight; the one of its bias is called after it.</param>
    /// <param name="width">Its elements.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    public static IEnumerable<TensorPlace> Norm(string name, string parameter, int width, bool hasBias = true)
    {
        yield return new(new(name + ".weight", [width]), parameter);
        if (hasBias)
        {
            yield return new(new(name + ".bias", [width]), parameter + ".bias");
        }
    }

    /// <summary>Queries, keys and values, each a linear layer of its own.</summary>
    /// <param name="config">The description.</param>
    /// <param name="query">The name of the queries' layer.</param>
    /// <param name="key">The name of the keys' layer.</param>
    /// <param name="value">The name of the values' layer.</param>
    /// <param name="parameter">The parameter that holds them one below the other.</param>
    public static IEnumerable<TensorPlace> QueryKeyValue(ModelConfig config, string query, string key, string value, string parameter) =>
        Linear(query, parameter, config.QuerySize, config.HiddenSize, config.AttentionBias)
            .Concat(Linear(key, parameter, config.KeyValueSize, config.HiddenSize, config.AttentionBias, config.QuerySize))
            .Concat(Linear(value, parameter, config.KeyValueSize, config.HiddenSize, config.AttentionBias, config.QuerySize + config.KeyValueSize));
}
