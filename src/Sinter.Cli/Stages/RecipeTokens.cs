using Sinter.Cli.Recipes;
using Sinter.Tokenizers;

namespace Sinter.Cli.Stages;

/// <summary>The special tokens that objectives need beside those that every vocabulary of a run has.</summary>
internal static class RecipeTokens
{
    private const string MaskToken = "<|mask|>";
    private const string PrefixToken = "<|fim_prefix|>";
    private const string MiddleToken = "<|fim_middle|>";
    private const string SuffixToken = "<|fim_suffix|>";
    private const int Sentinels = 32;

    /// <summary>The special tokens of the vocabulary that a recipe trains.</summary>
    public static IReadOnlyList<string> Of(Recipe recipe) =>
    [
        .. SpecialTokens.All,
        .. recipe.Pretrain.Objective switch
        {
            "masked" or "denoising" => [MaskToken],
            "span-corruption" => Enumerable.Range(0, Sentinels).Select(Sentinel),
            "fill-in-the-middle" => [PrefixToken, MiddleToken, SuffixToken],
            _ => Array.Empty<string>(),
        },
    ];

    /// <summary>The mask of a tokenizer: that of a run, or BERT's or RoBERTa's; null where it has none.</summary>
    public static int? Mask(Tokenizer tokenizer) => tokenizer.TokenId(MaskToken) ?? tokenizer.TokenId("[MASK]") ?? tokenizer.TokenId("<mask>");

    /// <summary>The tokens that stand for spans, the first span's first: those of a run, or T5's.</summary>
    public static IReadOnlyList<int> SpanSentinels(Tokenizer tokenizer)
    {
        var own = Enumerable.Range(0, Sentinels).Select(i => tokenizer.TokenId(Sentinel(i))).OfType<int>().ToArray();
        return own.Length > 0 ? own : [.. Enumerable.Range(0, 100).Select(i => tokenizer.TokenId($"<extra_id_{i}>")).OfType<int>()];
    }

    /// <summary>The marks of a text with its middle moved to the end; null where the tokenizer lacks one.</summary>
    public static (int Prefix, int Middle, int Suffix)? FillIn(Tokenizer tokenizer) =>
        tokenizer.TokenId(PrefixToken) is { } prefix && tokenizer.TokenId(MiddleToken) is { } middle && tokenizer.TokenId(SuffixToken) is { } suffix ? (prefix, middle, suffix) : null;

    private static string Sentinel(int number) => $"<|span_{number}|>";
}
