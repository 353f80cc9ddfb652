using Sinter.Models;
using Sinter.Models.Recurrent;
using Sinter.Models.Transformers;

namespace Sinter.Inference;

/// <summary>Models that can be listened to token by token.</summary>
public static class TokenModels
{
    /// <summary>A model as an <see cref="ITokenModel"/>, with an empty cache.</summary>
    /// <param name="model">The model.</param>
    /// <param name="speculate">
    /// Whether a model with heads for several tokens computes ahead what they propose: the same logits, sooner where proposals often come true, as in greedy decoding. Where they
    /// do not, the decoder goes on token by token after a few passes.
    /// </param>
    /// <exception cref="ArgumentException">The model does not say what comes next.</exception>
    public static ITokenModel Of(Model model, bool speculate = false) => model switch
    {
        Transformer { Config: { PredictedTokens: > 1, Head: ModelHead.LanguageModel } } decoder when speculate => new SelfSpeculativeDecoder(decoder) { GivesUp = true },
        Transformer { Config.Kind: ModelKind.Decoder, Config.Head: ModelHead.LanguageModel } decoder => new CachedDecoder(decoder),
        RecurrentModel recurrent => new RecurrentDecoder(recurrent),
        EncoderDecoder => throw new ArgumentException($"A model of the family {model.Config.Family} turns one text into another and does not continue one; give it a source to read."),
        _ => throw new ArgumentException($"A model of the family {model.Config.Family} with the head {model.Config.Head} does not continue text; give a decoder with a language model's head."),
    };
}
