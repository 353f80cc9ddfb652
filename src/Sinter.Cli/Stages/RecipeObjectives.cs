using Sinter.Cli.Recipes;
using Sinter.Tokenizers;
using Sinter.Training.Objectives;

namespace Sinter.Cli.Stages;

/// <summary>The objectives that recipes name.</summary>
internal static class RecipeObjectives
{
    /// <summary>Whether what is pre-trained goes on with a text that it is given.</summary>
    public static bool ContinuesText(Recipe recipe) => recipe.Pretrain.Objective is not ("masked" or "span-corruption" or "denoising");

    /// <summary>The objective of the pre-training.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="tokenizer">Gives the ids of special tokens.</param>
    public static Objective Of(Recipe recipe, Tokenizer tokenizer) => recipe.Pretrain.Objective switch
    {
        "next-token" => new NextToken(),
        var other => throw new InvalidDataException($"The objective '{other}' cannot be trained with the tokenizer of {tokenizer.VocabularySize} tokens."),
    };
}
