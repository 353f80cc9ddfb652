using Sinter.Tensors.Operations;

namespace Sinter.Models.Gguf;

/// <summary>One of llama.cpp's architectures: which families it computes, and in what its files differ from the others'. All that Sinter knows of them stands in <see cref="All"/>.</summary>
internal sealed record GgufArchitecture
{
    private GgufArchitecture(string name, params ModelFamily[] families) => (Name, Families) = (name, families);

    /// <summary>All architectures that Sinter reads and writes.</summary>
    public static IReadOnlyList<GgufArchitecture> All { get; } =
    [
        new("llama", ModelFamily.Llama, ModelFamily.Mistral, ModelFamily.Mixtral) { InterleavesRotary = true, Activations = [UnaryFunction.Silu] },
        new("gpt2", ModelFamily.Gpt2) { JoinsQueryKeyValue = true, Activations = [UnaryFunction.GeluTanh] },
        new("qwen2", ModelFamily.Qwen2) { Activations = [UnaryFunction.Silu] },
        new("qwen3", ModelFamily.Qwen3) { Activations = [UnaryFunction.Silu] },
        new("gemma", ModelFamily.Gemma) { Activations = [UnaryFunction.GeluTanh] },
        new("gemma2", ModelFamily.Gemma2) { KnowsWindow = true, Activations = [UnaryFunction.GeluTanh] },
        new("phi3", ModelFamily.Phi3) { JoinsQueryKeyValue = true, JoinsGateAndUp = true, Activations = [UnaryFunction.Silu] },
        new("gptneox", ModelFamily.NeoX) { JoinsQueryKeyValue = true, RequiresOutput = true, Activations = [UnaryFunction.Gelu, UnaryFunction.GeluTanh] },
        new("bert", ModelFamily.Bert, ModelFamily.Roberta, ModelFamily.DistilBert) { Activations = [UnaryFunction.Gelu, UnaryFunction.GeluTanh] },
        new("t5", ModelFamily.T5) { Activations = [UnaryFunction.Relu, UnaryFunction.GeluTanh] },
    ];

    /// <summary>Its name in files.</summary>
    public string Name { get; }

    /// <summary>The families that it computes; a file that says no more is of the first.</summary>
    public IReadOnlyList<ModelFamily> Families { get; }

    /// <summary>Whether the two rows that turn together lie side by side in its query and key projections, and not half a head apart.</summary>
    public bool InterleavesRotary { get; private init; }

    /// <summary>Whether query, key and value projections are one tensor.</summary>
    public bool JoinsQueryKeyValue { get; private init; }

    /// <summary>Whether gate and up projections are one tensor.</summary>
    public bool JoinsGateAndUp { get; private init; }

    /// <summary>Whether a file has an output projection even where it is the embedding.</summary>
    public bool RequiresOutput { get; private init; }

    /// <summary>Whether llama.cpp keeps to a sliding window.</summary>
    public bool KnowsWindow { get; private init; }

    /// <summary>The functions of the feed-forward layer that it computes. The exact GELU and its approximation by tanh are one to llama.cpp.</summary>
    public IReadOnlyList<UnaryFunction> Activations { get; private init; } = [];

    /// <summary>The architecture that computes a family.</summary>
    /// <exception cref="InvalidDataException">llama.cpp has none.</exception>
    public static GgufArchitecture Of(ModelFamily family) => All.FirstOrDefault(architecture => architecture.Families.Contains(family))
        ?? throw new InvalidDataException($"A model of the family {family} cannot be written as GGUF; Sinter writes {string.Join(", ", All.SelectMany(static architecture => architecture.Families))}.");

    /// <summary>The architecture of a file.</summary>
    /// <exception cref="InvalidDataException">The file names none, or one that Sinter does not know.</exception>
    public static GgufArchitecture Of(GgufFile file)
    {
        var name = file.Text("general.architecture") ?? throw new InvalidDataException($"'{file.Path}' does not say of which architecture its model is (general.architecture); it is no model.");
        return All.FirstOrDefault(architecture => architecture.Name == name)
            ?? throw new InvalidDataException($"'{file.Path}' holds a model of the architecture {name}; Sinter reads {string.Join(", ", All.Select(static architecture => architecture.Name))}.");
    }

    /// <summary>The factor by which llama.cpp multiplies scores: 1 / sqrt(head size), but 1 of T5, and another of the largest Gemma 2, which it knows by its number of layers.</summary>
    public double AttentionScale(ModelConfig config)
    {
        const int LayersOfGemma2With27B = 46;
        return Name == "gemma2" && config.Layers == LayersOfGemma2With27B
            ? 1 / Math.Sqrt((double)config.HiddenSize / config.Heads)
            : Name == "t5" ? 1 : 1 / Math.Sqrt(config.HeadSize);
    }
}
