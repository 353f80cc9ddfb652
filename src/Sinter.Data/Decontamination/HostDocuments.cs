namespace Sinter.Data.Decontamination;

/// <summary>Some documents that hold no item: those with the least hashes of their ids, so that the choice does not depend on the order in which they come.</summary>
internal sealed class HostDocuments
{
    private const int Most = 64;
    private const int ShortestText = 200;
    private const int LongestText = 4000;

    private readonly SortedDictionary<(ulong Hash, string Id), string> _texts = [];

    /// <summary>The texts.</summary>
    public IReadOnlyList<string> Texts => [.. _texts.Values];

    /// <summary>Offers a document.</summary>
    public void Add(Document document)
    {
        if (document.Text.Length >= ShortestText)
        {
            Add((StableHash.Of(document.Id), document.Id), document.Text);
        }
    }

    /// <summary>Offers the documents of another choice.</summary>
    public void Add(HostDocuments others)
    {
        foreach (var (key, text) in others._texts)
        {
            Add(key, text);
        }
    }

    private void Add((ulong Hash, string Id) key, string text)
    {
        if (_texts.Count == Most)
        {
            var last = _texts.Last().Key;
            if (Comparer<(ulong, string)>.Default.Compare(key, last) >= 0)
            {
                return;
            }

            _texts.Remove(last);
        }

        _texts.TryAdd(key, text.Length > LongestText ? text[..LongestText] : text);
    }
}
