using System.Buffers;
using Sinter.Data.Deduplication;
using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Data.Tests.Deduplication.Substrings;

/// <summary>Runs a finder of spans on documents in memory, and says what remains to be cut by comparing all with all.</summary>
internal static class SpanSearch
{
    private const long Memory = 4 << 20;

    public static List<SpanCut> Cuts(IDuplicateFinder finder, IDocumentStore documents, long memory = Memory, int threads = 1, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        using var folder = new TemporaryFolder();
        var sketches = new List<byte[]>();
        var sketcher = finder.CreateSketcher()!;
        for (var i = 0; i < documents.Count; i++)
        {
            var sketch = new ArrayBufferWriter<byte>();
            sketcher.Sketch(new Document { Id = documents.Id(i), Text = documents.Text(i) }, sketch);
            sketches.Add(sketch.WrittenSpan.ToArray());
        }

        using var cuts = new SortedRuns<SpanCut>(Path.Combine(folder.Path, "cuts"), memory);
        var findings = new DuplicateFindings(documents, cuts);
        var work = Directory.CreateDirectory(Path.Combine(folder.Path, "work")).FullName;
        try
        {
            finder.Find(new DuplicateSearch
            {
                Documents = documents,
                Sketches = () => sketches.Select(static sketch => (ReadOnlyMemory<byte>)sketch),
                Findings = findings,
                WorkFolder = work,
                MemoryBytes = memory,
                Threads = threads,
                Progress = progress ?? (static _ => { }),
                Cancellation = cancellation,
            });
        }
        finally
        {
            Directory.EnumerateFiles(work).ShouldBeEmpty();
        }

        return [.. cuts.Read()];
    }

    /// <summary>What stays of each document; of what is cut a bar is left.</summary>
    public static string[] Left(IDocumentStore documents, IEnumerable<SpanCut> cuts)
    {
        var texts = Enumerable.Range(0, documents.Count).Select(documents.Text).ToArray();
        foreach (var group in cuts.GroupBy(static cut => cut.Document))
        {
            var gone = new bool[texts[group.Key].Length];
            foreach (var cut in group)
            {
                gone.AsSpan(cut.Start, cut.Length).Fill(true);
            }

            texts[group.Key] = string.Concat(texts[group.Key].Select((character, at) => !gone[at] ? $"{character}" : at == 0 || !gone[at - 1] ? "|" : ""));
        }

        return texts;
    }

    /// <summary>Cuts by the definition alone, with each window as a text, and checks that each cut stands where it says.</summary>
    public static List<SpanCut> Check(IDuplicateFinder finder, TokenReader reader, int window, MemoryDocuments documents, long memory = Memory, int threads = 1)
    {
        var tokens = Enumerable.Range(0, documents.Count).Select(document => Tokens(reader, documents.Text(document))).ToArray();
        var order = Enumerable.Range(0, documents.Count).OrderBy(document => document < documents.Earlier ? 0 : 1).ThenBy(document => document < documents.Earlier ? 0 : documents.Rank(document));
        var first = new Dictionary<string, (int Document, int Token)>(StringComparer.Ordinal);
        var gone = tokens.Select(static list => new bool[list.Count]).ToArray();
        foreach (var document in order)
        {
            for (var at = 0; at + window <= tokens[document].Count; at++)
            {
                var content = string.Join('\uFFFF', tokens[document].Skip(at).Take(window).Select(static token => token.Content));
                if (!first.TryAdd(content, (document, at)) && document >= documents.Earlier && (first[content].Document != document || first[content].Token + window <= at))
                {
                    gone[document].AsSpan(at, window).Fill(true);
                }
            }
        }

        var cuts = Cuts(finder, documents, memory, threads);
        cuts.ShouldAllBe(cut => cut.Length > 0 && IsBefore(documents, cut));
        for (var document = 0; document < documents.Count; document++)
        {
            var expected = Characters(tokens[document], gone[document], documents.Text(document).Length);
            var actual = new bool[expected.Length];
            foreach (var cut in cuts.Where(cut => cut.Document == document))
            {
                actual.AsSpan(cut.Start, cut.Length).Fill(true);
                IsSame(reader, documents, cut).ShouldBeTrue();
            }

            actual.AsSpan().SequenceEqual(expected).ShouldBeTrue();
        }

        return cuts;
    }

    public static List<(string Content, int From, int To)> Tokens(TokenReader reader, string text)
    {
        var tokens = new List<(string, int, int)>();
        for (reader.Read(text); reader.MoveNext();)
        {
            tokens.Add((reader.Content.ToString(), reader.From, reader.To));
        }

        return tokens;
    }

    /// <summary>Whether what is cut stands where it is said to stay, but for a last character of which only some bytes do.</summary>
    private static bool IsSame(TokenReader reader, MemoryDocuments documents, SpanCut cut)
    {
        var here = documents.Text(cut.Document).Substring(cut.Start, cut.Length);
        var kept = documents.Text(cut.KeptDocument)[cut.KeptStart..];
        if (reader is ByteReader)
        {
            return kept.StartsWith(here[..Math.Max(0, here.Length - 2)], StringComparison.Ordinal);
        }

        var tokens = Tokens(reader, here).Select(static token => token.Content).ToList();
        return tokens.SequenceEqual(Tokens(reader, kept).Select(static token => token.Content).Take(tokens.Count));
    }

    private static bool IsBefore(MemoryDocuments documents, SpanCut cut) =>
        cut.Document == cut.KeptDocument ? cut.KeptStart < cut.Start
        : cut.KeptDocument < documents.Earlier || (documents.Rank(cut.KeptDocument), cut.KeptDocument).CompareTo((documents.Rank(cut.Document), cut.Document)) < 0;

    /// <summary>The characters between the ends of neighbouring tokens that go.</summary>
    private static bool[] Characters(List<(string Content, int From, int To)> tokens, bool[] gone, int length)
    {
        var characters = new bool[length];
        for (var i = 0; i < gone.Length; i++)
        {
            var end = i;
            while (end < gone.Length && gone[end])
            {
                end++;
            }

            if (end > i && tokens[end - 1].To > tokens[i].From)
            {
                characters.AsSpan(tokens[i].From..tokens[end - 1].To).Fill(true);
            }

            i = end;
        }

        return characters;
    }
}
