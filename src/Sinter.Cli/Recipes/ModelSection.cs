namespace Sinter.Cli.Recipes;

/// <summary>The <c>model</c> section: the shape of a Llama-family decoder (RMSNorm, rotary positions, grouped-query attention, SwiGLU).</summary>
internal sealed record ModelSection
{
    /// <summary>Width of the residual stream.</summary>
    [RecipeKey("Width of the residual stream; a multiple of `heads`.", Minimum = 2, Maximum = 65_536)]
    public int HiddenSize { get; init; } = 256;

    /// <summary>Transformer blocks.</summary>
    [RecipeKey("Transformer blocks.", Minimum = 1, Maximum = 1024)]
    public int Layers { get; init; } = 4;

    /// <summary>Query heads.</summary>
    [RecipeKey("Query heads; `hiddenSize / heads` must be even, for rotary positions.", Minimum = 1, Maximum = 1024)]
    public int Heads { get; init; } = 4;

    /// <summary>Key and value heads, each shared by a group of query heads.</summary>
    [RecipeKey("Key and value heads, each shared by `heads / keyValueHeads` query heads.", Minimum = 1, Maximum = 1024)]
    public int KeyValueHeads { get; init; } = 2;

    /// <summary>Width inside the SwiGLU block.</summary>
    [RecipeKey("Width inside the SwiGLU block (about 8/3 of `hiddenSize`).", Minimum = 1, Maximum = 1_048_576)]
    public int IntermediateSize { get; init; } = 688;

    /// <summary>Base of the rotary angles.</summary>
    [RecipeKey("Base of the rotary angles.", Minimum = 1, Maximum = 1e9)]
    public double RopeBase { get; init; } = 10_000;
}
