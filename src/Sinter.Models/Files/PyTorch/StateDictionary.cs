namespace Sinter.Models.Files.PyTorch;

/// <summary>
/// Finds the weights in what a checkpoint holds. Training programs put them below a key, beside the state of the optimizer and settings, and wrappers put a word before
/// every name; both are taken off, so that the names are those of the model.
/// </summary>
internal static class StateDictionary
{
    private const int MaximumDepth = 8;
    private const int MaximumPairs = 4_000_000;

    private static readonly string[] Keys = ["state_dict", "model_state_dict", "model", "module"];

    // Of torch.compile, DataParallel and Lightning.
    private static readonly string[] Prefixes = ["_orig_mod.", "module.", "model._orig_mod."];

    /// <summary>The tensors by their names, in the order of the file.</summary>
    /// <param name="path">The file that messages name.</param>
    /// <param name="value">What the file holds.</param>
    /// <exception cref="InvalidDataException">It holds no named tensors, or too many layers of dictionaries.</exception>
    public static List<(string Name, TorchTensor Tensor)> Flatten(string path, object? value)
    {
        if (value is not PickleDictionary dictionary)
        {
            throw new InvalidDataException($"'{path}' holds {(value is TorchTensor ? "one tensor without a name" : "no dictionary")}, expected the state_dict of a model; save that.");
        }

        for (var depth = 0; depth < MaximumDepth && Below(dictionary) is { } inner; depth++)
        {
            dictionary = inner;
        }

        var tensors = new List<(string Name, TorchTensor Tensor)>();
        var pairs = 0;
        Collect(path, dictionary, "", 0, tensors, ref pairs);
        if (tensors.Count == 0)
        {
            throw new InvalidDataException($"'{path}' holds no named tensors, expected the state_dict of a model; is it the state of an optimizer or of a program?");
        }

        // Wrappers may lie in one another.
        while (Array.Find(Prefixes, prefix => tensors.TrueForAll(tensor => tensor.Name.Length > prefix.Length && tensor.Name.StartsWith(prefix, StringComparison.Ordinal))) is { } common)
        {
            tensors = tensors.ConvertAll(tensor => (tensor.Name[common.Length..], tensor.Tensor));
        }

        return tensors;
    }

    private static PickleDictionary? Below(PickleDictionary dictionary)
    {
        foreach (var key in Keys)
        {
            if (dictionary.Pairs.Find(pair => pair.Key is string name && name == key).Value is PickleDictionary inner)
            {
                return inner;
            }
        }

        return null;
    }

    private static void Collect(string path, PickleDictionary dictionary, string prefix, int depth, List<(string Name, TorchTensor Tensor)> tensors, ref int pairs)
    {
        if (depth > MaximumDepth || (pairs += dictionary.Pairs.Count) > MaximumPairs)
        {
            throw new InvalidDataException($"'{path}' holds dictionaries in more than {MaximumDepth} layers or of more than {MaximumPairs} items, expected the state_dict of a model; save that.");
        }

        foreach (var (key, value) in dictionary.Pairs)
        {
            if (key is not string name)
            {
                continue;
            }

            if (value is TorchTensor tensor)
            {
                tensors.Add((prefix + name, tensor));
            }
            else if (value is PickleDictionary inner)
            {
                Collect(path, inner, prefix + name + ".", depth + 1, tensors, ref pairs);
            }
        }
    }
}
