using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Models;

/// <summary>The last layer of a language model: logits of all tokens from hidden states, by a matrix of its own or by the embedding, as the description says.</summary>
internal static class VocabularyOutput
{
    /// <summary>Its parameters beside the embedding.</summary>
    public static IEnumerable<ParameterSpec> Layout(ModelConfig config)
    {
        if (!config.TieEmbeddings)
        {
            yield return new("output", [config.VocabularySize, config.HiddenSize], ParameterRole.Embedding);
        }

        if (config.OutputBias)
        {
            yield return new("output.bias", [config.VocabularySize], ParameterRole.Vector);
        }
    }

    /// <summary>The logits [rows, vocabulary] of hidden states [..., hidden size].</summary>
    public static Tensor Logits(Model model, Tensor hidden)
    {
        var logits = Rows(model, hidden).Linear(Matrix(model), bias: model.Find("output.bias"));
        var cap = model.Config.OutputSoftCap;
        return cap > 0 ? logits.Affine(1 / cap).Tanh().Affine(cap) : logits;
    }

    /// <summary>The loss against a target for each hidden state, without stored logits where there is no bias.</summary>
    public static LossTensors Loss(Model model, Tensor hidden, Tensor targets, Tensor scale)
    {
        targets = targets.Reshape([(int)targets.Shape.Count]);
        return model.Config.OutputBias
            ? Logits(model, hidden).CrossEntropy(targets, scale)
            : Rows(model, hidden).LinearCrossEntropy(Matrix(model), targets, scale, new CrossEntropyOptions { SoftCap = model.Config.OutputSoftCap });
    }

    /// <summary>The log-probability of each target, without stored logits where there is no bias.</summary>
    public static Tensor LogProbabilities(Model model, Tensor hidden, Tensor targets)
    {
        targets = targets.Reshape([(int)targets.Shape.Count]);
        return model.Config.OutputBias
            ? Logits(model, hidden).LogProbabilities(targets)
            : Rows(model, hidden).TokenLogProbabilities(Matrix(model), targets, new CrossEntropyOptions { SoftCap = model.Config.OutputSoftCap });
    }

    private static Tensor Matrix(Model model) => model.Weight(model.Config.TieEmbeddings ? "embedding" : "output");

    private static Tensor Rows(Model model, Tensor hidden)
    {
        var rows = Model.Rows(hidden);
        return model.Config.OutputScale == 1 ? rows : rows.Affine(model.Config.OutputScale);
    }
}
