using System.Text.Json;

namespace Sinter.Data.Hub;

/// <summary>
/// Says which files of a repository make up a model: its descriptions, its tokenizer, and its weights once, as SafeTensors where there are any, else as torch.save wrote
/// them. Weights of other frameworks, and second copies, are left. It knows names only, and nothing of getting files.
/// </summary>
internal static class ModelFileChoice
{
    /// <summary>The name of the file that makes a folder a model.</summary>
    public const string ConfigName = "config.json";

    private const int MaximumShards = 10_000;

    private static readonly HashSet<string> Descriptions = new(StringComparer.Ordinal)
    {
        ConfigName, "generation_config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "chat_template.jinja", "chat_template.json", "vocab.json", "vocab.txt", "merges.txt", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "tokenizer.model.v3",
        "LICENSE", "LICENSE.txt", "LICENSE.md", "README.md",
    };

    private static readonly string[] WholeWeights = ["model.safetensors", "pytorch_model.bin"];

    private static readonly string[] WeightEndings = [".safetensors", ".bin", ".pt", ".pth", ".gguf", ".h5", ".msgpack", ".onnx", ".ot", ".npz", ".ckpt"];

    /// <summary>The files that describe the model and its tokenizer.</summary>
    /// <param name="names">The names of the files in the folder of the model.</param>
    public static IEnumerable<string> DescriptionsIn(IReadOnlyCollection<string> names) => names.Where(static name => Descriptions.Contains(name) || name.EndsWith(".tiktoken", StringComparison.Ordinal));

    /// <summary>The file that holds the weights, or the index (which ends in <c>.json</c>) that names those that do; null where there is neither.</summary>
    /// <param name="names">The names of the files in the folder of the model.</param>
    public static string? WeightsIn(IReadOnlyCollection<string> names)
    {
        foreach (var whole in WholeWeights)
        {
            if (names.Contains(whole, StringComparer.Ordinal))
            {
                return whole;
            }

            if (names.Contains(whole + ".index.json", StringComparer.Ordinal))
            {
                return whole + ".index.json";
            }
        }

        return null;
    }

    /// <summary>Names that end like weights, of whatever framework: for the sentence where none of them is read.</summary>
    public static IEnumerable<string> LikeWeights(IEnumerable<string> names) => names.Where(static name => Array.Exists(WeightEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The names of files that an index has, each once, in order.</summary>
    /// <param name="name">The index, as messages name it.</param>
    /// <param name="json">Its content.</param>
    /// <param name="names">The names of the files in the folder of the model.</param>
    /// <exception cref="InvalidDataException">It is no index, or names a file that is not in the folder.</exception>
    public static IReadOnlyList<string> Shards(string name, ReadOnlyMemory<byte> json, IReadOnlyCollection<string> names)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            string[] shards = [.. document.RootElement.GetProperty("weight_map").EnumerateObject().Select(static pair => pair.Value.GetString() ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            var known = names.ToHashSet(StringComparer.Ordinal);
            if (shards.Length is 0 or > MaximumShards)
            {
                throw new InvalidDataException($"'{name}' names {shards.Length} files of weights, expected 1 to {MaximumShards}; tell whoever offers the model.");
            }

            return Array.Find(shards, shard => !known.Contains(shard)) is { } missing
                ? throw new InvalidDataException($"'{name}' names the file '{missing}', which is not beside it; tell whoever offers the model.")
                : shards;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{name}' is not the index of weights that its name says; tell whoever offers the model.", fault);
        }
    }
}
