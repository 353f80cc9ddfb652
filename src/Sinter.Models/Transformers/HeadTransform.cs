using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Transformers;

/// <summary>
/// What the heads of encoders compute before their outputs: a dense layer, a function, and in some a norm. Heads of decoders have nothing of it. Parameters:
/// <c>head.dense</c>, <c>head.norm</c>; the outputs of heads other than a language model's are <c>classifier</c>.
/// </summary>
internal static class HeadTransform
{
    public const string Dense = "head.dense";
    public const string Norm = "head.norm";
    public const string Classifier = "classifier";

    /// <summary>What a head has: the dense layer, the norm after it, and a bias of the classifier.</summary>
    public static (bool Dense, bool Norm, bool ClassifierBias) PartsOf(ModelConfig config)
    {
        // In transformers a decoder's score has a bias where it is given for each token, and none for whole texts.
        var ofTokens = config.Head is ModelHead.TokenClassification or ModelHead.QuestionAnswering;
        if (config.Kind != ModelKind.Encoder || config.Head is ModelHead.None or ModelHead.LanguageModel)
        {
            return (false, false, ofTokens);
        }

        // Where BERT labels tokens, the trunk is followed by the classifier at once; ModernBERT has the same head everywhere.
        var everywhere = config.Family == ModelFamily.ModernBert;
        return (everywhere || !ofTokens, everywhere || config.Head == ModelHead.MaskedLanguageModel, true);
    }

    /// <summary>Hidden states or pooled ones [..., hidden size], ready for the outputs of the head.</summary>
    public static Tensor Apply(Model model, Tensor hidden)
        => model.Find(Dense) is null ? hidden : Norms.Apply(model, model.Linear(Dense, hidden).Map(FunctionOf(model.Config)), Norm);

    /// <summary>The function after the dense layer.</summary>
    public static UnaryFunction FunctionOf(ModelConfig config) => (config.Head, config.Family) switch
    {
        (ModelHead.MaskedLanguageModel, _) or (_, ModelFamily.ModernBert) => config.Activation,
        (_, ModelFamily.DistilBert) => UnaryFunction.Relu,
        _ => UnaryFunction.Tanh,
    };
}
