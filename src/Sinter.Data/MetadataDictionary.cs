using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Sinter.Data;

/// <summary>
/// The named facts of a document, in the order in which they were given: an immutable dictionary that is compared by value.
/// It is an array of pairs, because a document has a handful of facts and a corpus has millions of documents.
/// </summary>
public sealed class MetadataDictionary : IReadOnlyDictionary<string, string>, IEquatable<MetadataDictionary>
{
    private readonly KeyValuePair<string, string>[] _pairs;

    /// <summary>Takes the facts in order; throws <see cref="ArgumentException"/> where a key is given twice.</summary>
    public MetadataDictionary(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        _pairs = [.. pairs];
        for (var i = 1; i < _pairs.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (string.Equals(_pairs[i].Key, _pairs[j].Key, StringComparison.Ordinal))
                {
                    throw new ArgumentException($"The metadata key '{_pairs[i].Key}' is given twice; a key may be given once.", nameof(pairs));
                }
            }
        }
    }

    /// <summary>No facts at all.</summary>
    public static MetadataDictionary Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _pairs.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _pairs.Select(pair => pair.Key);

    /// <inheritdoc/>
    public IEnumerable<string> Values => _pairs.Select(pair => pair.Value);

    /// <inheritdoc/>
    public string this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no metadata key '{key}'; the keys are {string.Join(", ", Keys)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        foreach (var pair in _pairs)
        {
            if (string.Equals(pair.Key, key, StringComparison.Ordinal))
            {
                value = pair.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _pairs.GetEnumerator();

    /// <summary>True where both hold the same facts in the same order.</summary>
    public bool Equals(MetadataDictionary? other) => other is not null && _pairs.AsSpan().SequenceEqual(other._pairs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetadataDictionary);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var pair in _pairs)
        {
            hash.Add(pair.Key, StringComparer.Ordinal);
            hash.Add(pair.Value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
