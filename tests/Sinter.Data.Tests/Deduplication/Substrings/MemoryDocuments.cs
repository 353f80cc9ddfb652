using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication.Substrings;

/// <summary>Documents in memory; by themselves the first stays.</summary>
internal sealed class MemoryDocuments(IReadOnlyList<string> texts) : IDocumentStore
{
    public int Count => texts.Count;

    public int Earlier { get; init; }

    public IReadOnlyList<ulong>? Ranks { get; init; }

    public string Id(int document) => $"{document}";

    public string Text(int document) => texts[document];

    public ulong Rank(int document) => Ranks?[document] ?? 0;

    public IEnumerable<string> Texts(int from) => texts.Skip(from);
}
