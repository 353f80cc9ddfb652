using Sinter.Cli.Recipes;
using Sinter.Tokenizers;
using Sinter.Training.Objectives;

namespace Sinter.Cli.Stages;

/// <summary>The objectives that recipes name.</summary>
internal static class RecipeObjectives
{
    /// <summary>The objective of the pre-training.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="tokenizer">Gives the ids of special tokens.</param>
    /// <exception cref="InvalidDataException">The tokenizer lacks a token that the objective needs.</exception>
    public static Objective Of(Recipe recipe, Tokenizer tokenizer)
        => WithContrast(OfTokens(recipe, tokenizer), recipe, tokenizer.EndOfText);

    /// <summary>The objective with a loss on whole texts beside, where a recipe asks for it.</summary>
    internal static Objective WithContrast(Objective objective, Recipe recipe, int? endOfText) => recipe.Pretrain.Contrast > 0 && objective is TokenObjective tokens
        ? new TextContrast(tokens) { Factor = recipe.Pretrain.Contrast, End = tokens is NextToken ? endOfText : null, Seed = (ulong)recipe.Seed }
        : objective;

    private static Objective OfTokens(Recipe recipe, Tokenizer tokenizer)
    {
        var (seed, end) = ((ulong)recipe.Seed, tokenizer.EndOfText ?? throw new InvalidDataException("The tokenizer has no token that ends a text; take one that has."));
        return recipe.Pretrain.Objective switch
        {
            "masked" => new MaskedTokens(tokenizer.VocabularySize, RecipeTokens.Mask(tokenizer) ?? throw Missing("mask"), Specials(tokenizer))
            {
                Share = recipe.Pretrain.MaskShare,
                BeginsWord = recipe.Pretrain.WholeWords ? WordBeginnings.Of([.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.Token)]) : null,
                Seed = seed,
            },
            "span-corruption" => new SpanCorruption(new SpanCorruptionOptions
            {
                Sentinels = RecipeTokens.SpanSentinels(tokenizer) is { Count: > 0 } sentinels ? sentinels : throw Missing("spans"),
                EndOfText = end,
                DecoderStart = end,
                Seed = seed,
            }),
            "denoising" => new Denoising(new DenoisingOptions { Mask = RecipeTokens.Mask(tokenizer) ?? throw Missing("mask"), EndOfText = end, DecoderStart = end, Seed = seed }),
            "prefix" => new PrefixLanguageModel { Seed = seed },
            "fill-in-the-middle" => new FillInTheMiddle(RecipeTokens.FillIn(tokenizer) is { } marks ? new FillInTokens(marks.Prefix, marks.Middle, marks.Suffix) : throw Missing("prefix, middle and suffix"), end) { Seed = seed },
            "multi-token" => new MultiToken(recipe.Model.PredictedTokens),
            _ => new NextToken(),
        };

        InvalidDataException Missing(string what) => new($"The tokenizer has no special tokens for {what}, which the objective '{recipe.Pretrain.Objective}' needs; train one in the recipe, or take one that has.");
    }

    private static IEnumerable<int> Specials(Tokenizer tokenizer) => Enumerable.Range(0, tokenizer.VocabularySize).Where(tokenizer.IsSpecial);
}
