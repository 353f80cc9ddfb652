namespace Sinter.Models.Files.Families;

/// <summary>
/// The tensors of the heads of decoders, beside the language model's: one linear layer, whose name transformers has chosen anew in many a class. Reward models and
/// choices have no class there; both are a <c>score</c> of one number, which other readers take for a classifier of one class.
/// </summary>
internal static class DecoderHeads
{
    private const string UsualPrefix = "model.";
    private const string AnswerPrefix = "transformer.";

    /// <summary>The tensors of the head.</summary>
    public static IEnumerable<TensorPlace> Tensors(ModelConfig config) => config.HeadOutputs == 0 ? [] : config.Head switch
    {
        ModelHead.QuestionAnswering => Classifier(config, "qa_outputs", hasBias: true),
        ModelHead.TokenClassification => Classifier(config, config.Family is ModelFamily.Gpt1 or ModelFamily.Gpt2 or ModelFamily.NeoX ? "classifier" : "score", hasBias: true),
        _ => Classifier(config, "score", hasBias: false),
    };

    /// <summary>The name of a tensor of the trunk, which in some classes for answers begins with another word than elsewhere.</summary>
    public static string Name(ModelConfig config, string name)
        => HasAnswerPrefix(config) && name.StartsWith(UsualPrefix, StringComparison.Ordinal) ? AnswerPrefix + name[UsualPrefix.Length..] : name;

    /// <summary>The usual name of a tensor, which <see cref="Name"/> may have changed.</summary>
    public static string UsualName(ModelConfig config, string name)
        => HasAnswerPrefix(config) && name.StartsWith(AnswerPrefix, StringComparison.Ordinal) ? UsualPrefix + name[AnswerPrefix.Length..] : name;

    private static bool HasAnswerPrefix(ModelConfig config)
        => config is { Head: ModelHead.QuestionAnswering, Family: ModelFamily.Llama or ModelFamily.Qwen2 or ModelFamily.Qwen3 };

    private static IEnumerable<TensorPlace> Classifier(ModelConfig config, string name, bool hasBias)
    {
        yield return new(new(name + ".weight", [config.HeadOutputs, config.HiddenSize]), "classifier");
        if (hasBias)
        {
            yield return new(new(name + ".bias", [config.HeadOutputs]), "classifier.bias");
        }
    }
}
