using Sinter.Cli.Recipes;

namespace Sinter.Cli.Mixtures;

/// <summary>The keys at the top of the spec of a mixture, as <c>sinter data mix</c> reads it.</summary>
internal sealed record MixtureFile
{
    /// <summary>The seed.</summary>
    [RecipeKey("Seed of the choice and of the shuffle.", Minimum = 0, Maximum = int.MaxValue)]
    public int Seed { get; init; } = 42;

    /// <summary>The order.</summary>
    [RecipeKey("Order of the documents.", Allowed = ["shuffled", "curriculum", "interleaved", "given"])]
    public string Order { get; init; } = "shuffled";

    /// <summary>What a curriculum is ordered by.</summary>
    [RecipeKey("For a curriculum: `length`, or the key of a number in the metadata such as `score`.")]
    public string OrderBy { get; init; } = "length";

    /// <summary>The direction of a curriculum.</summary>
    [RecipeKey("For a curriculum: the greatest first.")]
    public bool Descending { get; init; }

    /// <summary>The size.</summary>
    [RecipeKey("How large the mixture is, in `unit`; without it the largest in which no source is read more often than `maxEpochs`.", Minimum = 1, Maximum = 1e15)]
    public double? Budget { get; init; }

    /// <summary>The unit.</summary>
    [RecipeKey("What budget and shares are counted in.", Allowed = ["tokens", "documents", "bytes"])]
    public string Unit { get; init; } = "tokens";

    /// <summary>The tokenizer.</summary>
    [RecipeKey("A tokenizer.json, or the folder of one, that counts the tokens; without it they are estimated.")]
    public string? Tokenizer { get; init; }

    /// <summary>The cap.</summary>
    [RecipeKey("How often a source is read at most; 4 with a budget and 1 without it.", Minimum = 1e-6, Maximum = 10_000)]
    public double? MaxEpochs { get; init; }

    /// <summary>The exponent.</summary>
    [RecipeKey("Sources without weights, and groups, get parts in relation to size^alpha.", Minimum = 0, Maximum = 10)]
    public double? Alpha { get; init; }

    /// <summary>The inverse of the exponent.</summary>
    [RecipeKey("The same as `alpha: 1 / temperature`.", Minimum = 0.1, Maximum = 1e6)]
    public double? Temperature { get; init; }

    /// <summary>The keys of one source.</summary>
    internal sealed record Source
    {
        /// <summary>The name.</summary>
        [RecipeKey("Name of the source.")]
        public string Name { get; init; } = "";

        /// <summary>The files.</summary>
        [RecipeKey("Files, folders, patterns, http(s) and hf:// addresses.")]
        public IReadOnlyList<string> Inputs { get; init; } = [];

        /// <summary>The share.</summary>
        [RecipeKey("Share of the whole mixture.", Minimum = 0, Maximum = 1)]
        public double? Share { get; init; }

        /// <summary>The weight.</summary>
        [RecipeKey("Part, in relation to other weights, of what shares and epochs leave.", Minimum = 0, Maximum = 1e9)]
        public double? Weight { get; init; }

        /// <summary>The epochs.</summary>
        [RecipeKey("How often the source is read; 2.5 is each document twice and half of them a third time.", Minimum = 0, Maximum = 10_000)]
        public double? Epochs { get; init; }

        /// <summary>The text field.</summary>
        [RecipeKey("The field that holds the text.")]
        public string TextField { get; init; } = "text";

        /// <summary>The id field.</summary>
        [RecipeKey("The field that holds the id.")]
        public string IdField { get; init; } = "id";

        /// <summary>The key that parts it.</summary>
        [RecipeKey("The key of the metadata, such as `language`, by which the source is parted.")]
        public string? GroupBy { get; init; }

        /// <summary>The form.</summary>
        [RecipeKey("The form of the inputs, where content and name do not show it.")]
        public string? Format { get; init; }
    }
}
