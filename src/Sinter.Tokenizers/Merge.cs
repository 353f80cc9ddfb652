namespace Sinter.Tokenizers;

/// <summary>One merge of a BPE model: the adjacent tokens <paramref name="Left"/> and <paramref name="Right"/> become <paramref name="Result"/>. Its place in the list of merges is its rank.</summary>
/// <param name="Left">Id of the left part.</param>
/// <param name="Right">Id of the right part.</param>
/// <param name="Result">Id of what they become.</param>
internal readonly record struct Merge(int Left, int Right, int Result);
