using Sinter.Models.Files;

namespace Sinter.Models.Surgery;

/// <summary>
/// Which rows and columns of each parameter stay in a narrower model. A layer's choice is made when its first tensor is asked for, from one tensor in memory at a time.
/// </summary>
/// <param name="config">The description of the model.</param>
/// <param name="narrow">The description of the narrower one.</param>
/// <param name="weights">The model's weights.</param>
internal sealed class WidthSelection(ModelConfig config, ModelConfig narrow, IWeightSource weights)
{
    private const string Qkv = "attention.qkv";
    private const string Output = "attention.output";
    private const string Experts = "feedForward.experts";

    private readonly ILookup<string, TensorPlace> _places = ModelTensors.Of(config).ToLookup(static place => place.Parameter, StringComparer.Ordinal);
    private readonly Dictionary<string, int[][]> _neurons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> _groups = new(StringComparer.Ordinal);

    private bool ChangesNeurons => narrow.IntermediateSize != config.IntermediateSize;

    private bool ChangesHeads => narrow.Heads != config.Heads;

    /// <summary>Parts of the feed-forward layer's first matrix: gate and up, or up alone.</summary>
    private int Parts => config.Gated ? 2 : 1;

    private string Up => config.Gated ? ".gateUp" : ".up";

    /// <summary>Whether a tensor loses rows or columns.</summary>
    public bool Changes(TensorPlace place) => Split(place.Parameter).Name switch
    {
        Qkv or Qkv + ".bias" or Output => ChangesHeads,
        "feedForward.down.bias" or "feedForward.router" => false,
        var rest => rest.StartsWith("feedForward.", StringComparison.Ordinal) && !rest.Contains("orm", StringComparison.Ordinal) && ChangesNeurons,
    };

    /// <summary>For each row of the narrower parameter the row that it was; null for the same.</summary>
    public int[]? Rows(TensorPlace place)
    {
        var (prefix, rest) = Split(place.Parameter);
        return rest is Qkv or Qkv + ".bias" ? QueryKeyValueRows(Groups(prefix))
            : rest == "feedForward" + Up || rest == $"feedForward{Up}.bias" ? NeuronRows(Neurons(prefix)[0], 0)
            : rest == Experts + Up ? [.. Neurons(prefix).SelectMany(NeuronRows)]
            : null;
    }

    /// <summary>For each column of a tensor of the narrower model the column that it was; null for the same.</summary>
    public int[]? Columns(TensorPlace place)
    {
        var (prefix, rest) = Split(place.Parameter);
        return rest switch
        {
            Output => [.. Groups(prefix).SelectMany(group => Enumerable.Range(group * GroupSize, GroupSize))],
            "feedForward.down" => Neurons(prefix)[0],
            Experts + ".down" => Neurons(prefix)[place.Row / config.HiddenSize],
            _ => null,
        };
    }

    /// <summary>Elements of the query heads that share a key and value head.</summary>
    private int GroupSize => config.Heads / config.KeyValueHeads * config.HeadSize;

    private int[] QueryKeyValueRows(int[] groups)
    {
        var (size, keys, values) = (config.HeadSize, config.QuerySize, config.QuerySize + config.KeyValueSize);
        return
        [
            .. groups.SelectMany(group => Enumerable.Range(group * GroupSize, GroupSize)),
            .. groups.SelectMany(group => Enumerable.Range(keys + (group * size), size)),
            .. groups.SelectMany(group => Enumerable.Range(values + (group * size), size)),
        ];
    }

    private int[] NeuronRows(int[] neurons, int expert)
        => [.. Enumerable.Range(0, Parts).SelectMany(part => neurons.Select(neuron => (((expert * Parts) + part) * config.IntermediateSize) + neuron))];

    /// <summary>The neurons of a layer that stay, ascending, for each expert; of a dense layer for its one.</summary>
    private int[][] Neurons(string prefix)
    {
        if (!_neurons.TryGetValue(prefix, out var kept))
        {
            var name = prefix + (config.Experts > 0 ? Experts : "feedForward");
            var (experts, width) = (Math.Max(1, config.Experts), config.IntermediateSize);

            // Squared norms: of each part's rows, and of the columns of the way back.
            var norms = new double[experts, Parts + 1, width];
            Sum(name + Up, (row, _, square) => norms[row / (Parts * width), row / width % Parts, row % width] += square);
            Sum($"{name}{Up}.bias", (row, _, square) => norms[0, row / width, row % width] += square);
            Sum(name + ".down", (row, column, square) => norms[row / config.HiddenSize, Parts, column] += square);
            kept = [.. Enumerable.Range(0, experts).Select(expert => Largest(
                [.. Enumerable.Range(0, width).Select(neuron => Enumerable.Range(0, Parts + 1).Aggregate(1.0, (product, part) => product * norms[expert, part, neuron]))],
                narrow.IntermediateSize))];
            _neurons.Add(prefix, kept);
        }

        return kept;
    }

    /// <summary>The groups of heads of a layer that stay, ascending.</summary>
    private int[] Groups(string prefix)
    {
        if (!_groups.TryGetValue(prefix, out var kept))
        {
            var (values, outputs, first) = (new double[config.KeyValueHeads], new double[config.KeyValueHeads], config.QuerySize + config.KeyValueSize);
            Sum(prefix + Qkv, AddValue);
            Sum(prefix + Qkv + ".bias", AddValue);
            Sum(prefix + Output, (_, column, square) => outputs[column / GroupSize] += square);
            kept = Largest([.. values.Zip(outputs, static (value, output) => value * output)], narrow.KeyValueHeads);
            _groups.Add(prefix, kept);

            void AddValue(int row, int column, double square)
            {
                if (row >= first)
                {
                    values[(row - first) / config.HeadSize] += square;
                }
            }
        }

        return kept;
    }

    /// <summary>Gives the square of every weight of a parameter, with its row and column there. A parameter that the model lacks has none.</summary>
    private void Sum(string parameter, Action<int, int, double> add)
    {
        foreach (var place in _places[parameter])
        {
            var values = PlaceValues.Read(weights, place, config.HeadSize);
            var (rows, columns) = PlaceValues.Size(place);
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var value = (double)values[(row * columns) + column];
                    add(place.Row + row, column, value * value);
                }
            }
        }
    }

    /// <summary>The indices of the largest scores, ascending; of equal ones the first.</summary>
    private static int[] Largest(double[] scores, int count)
        => [.. Enumerable.Range(0, scores.Length).OrderByDescending(index => scores[index]).ThenBy(static index => index).Take(count).Order()];

    /// <summary>What stands before the part of the block in the name of a parameter, and the rest: <c>3.</c> and <c>attention.qkv</c>.</summary>
    private static (string Prefix, string Name) Split(string parameter)
    {
        foreach (var part in (ReadOnlySpan<string>)["attention.", "feedForward."])
        {
            var start = parameter.IndexOf(part, StringComparison.Ordinal);
            if (start == 0 || (start > 0 && parameter[start - 1] == '.'))
            {
                return (parameter[..start], parameter[start..]);
            }
        }

        return ("", parameter);
    }
}
