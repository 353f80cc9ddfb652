namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer</c>: text to tokens and back.</summary>
internal static class TokenizerVerb
{
    /// <summary>The command with the verbs below it.</summary>
    public static Verb Create() => new("tokenizer", "Trains, applies, shows, measures, extends and converts tokenizers.", TokenizerTrainVerb.Example, TokenizerEncodeVerb.Example, TokenizerDecodeVerb.Example, TokenizerShowVerb.Example, TokenizerMeasureVerb.Example)
    {
        TokenizerTrainVerb.Create(),
        TokenizerEncodeVerb.Create(),
        TokenizerDecodeVerb.Create(),
        TokenizerShowVerb.Create(),
        TokenizerMeasureVerb.Create(),
        TokenizerExtendVerb.Create(),
        TokenizerConvertVerb.Create(),
    };
}
