namespace Sinter.Models.Gguf;

/// <summary>How a model is written as GGUF.</summary>
public sealed record GgufExportOptions
{
    /// <summary>How matrices are stored: F32, F16, BF16, Q8_0 or Q4_0. Vectors and small tables are always F32; a matrix whose rows do not divide into blocks is F16; with Q4_0 the embedding and the output are Q8_0.</summary>
    public GgmlType Type { get; init; } = GgmlType.F16;

    /// <summary>The name of the model; the folder's where null.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The keys <c>tokenizer.*</c> and their values, such as the tokenizer library makes from a tokenizer; null for a file without a vocabulary, which llama.cpp runs on token ids only.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, object>>? Vocabulary { get; init; }
}

/// <summary>What was written.</summary>
/// <param name="Architecture">llama.cpp's name of the architecture.</param>
/// <param name="Tensors">How many tensors the file has.</param>
/// <param name="Bytes">How many bytes they take.</param>
/// <param name="Notes">What in the file or in llama.cpp is not as in the model, each a sentence for the user.</param>
public sealed record GgufExportReport(string Architecture, int Tensors, long Bytes, IReadOnlyList<string> Notes);
