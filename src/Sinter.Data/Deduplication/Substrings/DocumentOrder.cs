namespace Sinter.Data.Deduplication.Substrings;

/// <summary>The order in which documents stay: those of an earlier run, then the others by rank and number.</summary>
internal sealed class DocumentOrder
{
    private readonly int[] _documents;
    private readonly int[] _places;

    /// <summary>Sorts the documents.</summary>
    public DocumentOrder(IDocumentStore documents)
    {
        var ranks = new ulong[documents.Count];
        _documents = new int[documents.Count];
        _places = new int[documents.Count];
        for (var i = 0; i < ranks.Length; i++)
        {
            ranks[i] = documents.Rank(i);
            _documents[i] = i;
        }

        _documents.AsSpan(documents.Earlier).Sort((first, second) => ranks[first] != ranks[second] ? ranks[first].CompareTo(ranks[second]) : first.CompareTo(second));
        for (var i = 0; i < _documents.Length; i++)
        {
            _places[_documents[i]] = i;
        }
    }

    /// <summary>The document at a place of the order.</summary>
    public int Document(int place) => _documents[place];

    /// <summary>The place of a document in the order.</summary>
    public int Place(int document) => _places[document];
}
