namespace Sinter.Models.Gguf;

/// <summary>The keys and values of a GGUF file that is to be written, in the order in which they were added.</summary>
public sealed class GgufMetadata
{
    private readonly List<KeyValuePair<string, object>> _entries = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>The keys and values, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Entries => _entries;

    /// <summary>Adds a value. Readers are strict about the type: llama.cpp has sizes as uint, epsilons and bases as float, token ids as uint, token types as int[].</summary>
    /// <param name="key">Such as <c>llama.context_length</c>; at most 65535 bytes of UTF-8.</param>
    /// <param name="value">A number of 8 to 64 bits, a bool, a string, or an array of one of these.</param>
    /// <returns>This object, for more.</returns>
    /// <exception cref="ArgumentException">The key is there already, or GGUF has no such type of value.</exception>
    public GgufMetadata Add(string key, object value)
    {
        if (!GgufValues.IsKnown(value))
        {
            throw new ArgumentException($"A GGUF file cannot hold a {value.GetType().Name} under '{key}'; it holds numbers, truth values, texts and arrays of them.", nameof(value));
        }

        if (!_keys.Add(key))
        {
            throw new ArgumentException($"The key '{key}' is given twice.", nameof(key));
        }

        _entries.Add(new(key, value));
        return this;
    }

    /// <summary>Adds a value unless it is null.</summary>
    public GgufMetadata AddIfAny(string key, object? value) => value is null ? this : Add(key, value);
}
