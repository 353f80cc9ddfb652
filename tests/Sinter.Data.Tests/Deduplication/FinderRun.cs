using System.Buffers;
using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

/// <summary>Runs a finder over texts in memory.</summary>
internal static class FinderRun
{
    /// <summary>The sketches of texts.</summary>
    public static List<byte[]> Sketches(IDuplicateFinder finder, IEnumerable<string> texts)
    {
        var sketcher = finder.CreateSketcher()!;
        var sketch = new ArrayBufferWriter<byte>();
        var sketches = new List<byte[]>();
        foreach (var text in texts)
        {
            sketch.Clear();
            sketcher.Sketch(new Document { Id = "", Text = text }, sketch);
            sketches.Add(sketch.WrittenSpan.ToArray());
        }

        return sketches;
    }

    /// <summary>The cluster of each text, named by its first one.</summary>
    public static int[] Clusters(IDuplicateFinder finder, IReadOnlyList<string> texts, long memoryBytes = 1 << 20) => Clusters(finder, texts, Sketches(finder, texts), memoryBytes);

    /// <summary>The cluster of each text, from sketches.</summary>
    public static int[] Clusters(IDuplicateFinder finder, IReadOnlyList<string> texts, List<byte[]> sketches, long memoryBytes)
    {
        var folder = Directory.CreateTempSubdirectory("sinter-finder-");
        try
        {
            using var cuts = new SortedRuns<SpanCut>(Path.Combine(folder.FullName, "cuts"), 1 << 16);
            var findings = new DuplicateFindings(new MemoryDocuments(texts), cuts);
            var progress = new List<double>();
            finder.Find(new DuplicateSearch
            {
                Documents = new MemoryDocuments(texts),
                Sketches = () => sketches.Select(static sketch => (ReadOnlyMemory<byte>)sketch),
                Findings = findings,
                WorkFolder = folder.FullName,
                MemoryBytes = memoryBytes,
                Progress = progress.Add,
                Cancellation = TestContext.Current.CancellationToken,
            });
            progress.ShouldBeInOrder();
            progress.ShouldAllBe(static share => share >= 0 && share <= 1);
            Directory.EnumerateFiles(folder.FullName).ShouldBeEmpty();
            return [.. Enumerable.Range(0, texts.Count).Select(findings.Clusters.Find)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class MemoryDocuments(IReadOnlyList<string> texts) : IDocumentStore
    {
        public int Count => texts.Count;

        public int Earlier => 0;

        public string Id(int document) => $"{document}";

        public string Text(int document) => texts[document];

        public ulong Rank(int document) => 0;

        public IEnumerable<string> Texts(int from) => texts.Skip(from);
    }
}
