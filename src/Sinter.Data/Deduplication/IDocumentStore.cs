namespace Sinter.Data.Deduplication;

/// <summary>
/// The documents of a deduplication, numbered from 0 in the order of the input; those that an earlier run kept (see <see cref="Earlier"/>) stand before all others.
/// Reading is safe from several threads.
/// </summary>
public interface IDocumentStore
{
    /// <summary>How many documents there are.</summary>
    int Count { get; }

    /// <summary>How many of them, the first ones, an earlier run kept: they are compared with, and are never taken away.</summary>
    int Earlier { get; }

    /// <summary>The id of a document.</summary>
    string Id(int document);

    /// <summary>The text of a document; one read from the disk.</summary>
    string Text(int document);

    /// <summary>Which of two documents stays, by the survivor rule of the run: the one with the lower rank, and of equal ranks the one with the lower number.</summary>
    ulong Rank(int document);

    /// <summary>All texts from a document on, in order, read in large pieces.</summary>
    IEnumerable<string> Texts(int from);
}
