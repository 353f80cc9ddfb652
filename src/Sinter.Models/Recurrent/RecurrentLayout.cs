using Sinter.Tensors.Programs;

namespace Sinter.Models.Recurrent;

/// <summary>The parameters of recurrent models: the embedding, layers as PyTorch stores them (see <see cref="Tensors.Operations.RecurrentWeights"/>), and the output.</summary>
internal static class RecurrentLayout
{
    /// <summary>Names, shapes and roles.</summary>
    public static IEnumerable<ParameterSpec> Of(ModelConfig config)
    {
        var (hidden, rows) = (config.HiddenSize, Gates(config) * config.HiddenSize);
        yield return new("embedding", [config.VocabularySize, hidden], ParameterRole.Embedding);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            yield return new($"{layer}.input", [rows, hidden], ParameterRole.Matrix);
            yield return new($"{layer}.input.bias", [rows], ParameterRole.Vector);
            yield return new($"{layer}.hidden", [rows, hidden], ParameterRole.Matrix);
            yield return new($"{layer}.hidden.bias", [rows], ParameterRole.Vector);
        }

        foreach (var spec in VocabularyOutput.Layout(config))
        {
            yield return spec;
        }
    }

    /// <summary>Gates of a unit, the new value among them: 4 of an LSTM, 3 of a GRU.</summary>
    public static int Gates(ModelConfig config) => config.Family == ModelFamily.Lstm ? 4 : 3;
}
