using Sinter.Models;
using Sinter.Training.Objectives;

namespace Sinter.Cli.Verbs;

/// <summary>Objectives to plan with. Which ids are special changes nothing in what a training takes: they are the last of the vocabulary.</summary>
internal static class FamilyObjectives
{
    /// <summary>What a family is pre-trained to do.</summary>
    public static Objective Of(ModelConfig config) => Of(config, config switch
    {
        { Kind: ModelKind.Encoder } => "masked",
        { Family: ModelFamily.Bart } => "denoising",
        { Kind: ModelKind.EncoderDecoder } => "span-corruption",
        { PredictedTokens: > 1 } => "multi-token",
        _ => "next-token",
    });

    /// <summary>The objective of a name, as recipes have it.</summary>
    public static Objective Of(ModelConfig config, string name)
    {
        var last = config.VocabularySize - 1;
        var start = config.DecoderStartToken ?? 0;
        return name switch
        {
            "masked" => new MaskedTokens(config.VocabularySize, last, []),
            "denoising" => new Denoising(new DenoisingOptions { Mask = last, EndOfText = start, DecoderStart = start }),
            "span-corruption" => new SpanCorruption(new SpanCorruptionOptions { Sentinels = SpanCorruptionOptions.Descending(last), EndOfText = start, DecoderStart = start }),
            "multi-token" => new MultiToken(config.PredictedTokens),
            "prefix" => new PrefixLanguageModel(),
            _ => new NextToken(),
        };
    }
}
