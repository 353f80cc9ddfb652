using System.Buffers;
using System.Runtime.InteropServices;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Finds parts of documents, such as paragraphs, that occur more than once, in one document or in several. One occurrence stays: in the document with the lowest rank, and there
/// the first; all others are cut out.
/// </summary>
public abstract class PartFinder : IDuplicateFinder
{
    /// <summary>Parts with fewer words stay wherever they are.</summary>
    [StepOption("Parts with fewer words stay wherever they are.", Least = 1, Most = 1_000_000)]
    public int MinimumWords { get; init; } = 1;

    /// <summary>Whether capital letters are as small ones.</summary>
    [StepOption("Whether capital letters are as small ones.")]
    public bool IgnoreCase { get; init; }

    /// <summary>Whether punctuation and symbols are left out.</summary>
    [StepOption("Whether punctuation and symbols are left out.")]
    public bool IgnorePunctuation { get; init; }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>The similarity is the share of a document, in characters, that stands in the other too.</summary>
    public string Measure => "share";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings => FinderOptions.Values(this);

    /// <inheritdoc/>
    public IDocumentSketcher CreateSketcher() => new Sketcher(this);

    /// <inheritdoc/>
    public unsafe void Find(DuplicateSearch search)
    {
        using var parts = new SortedRuns<Part>(Path.Combine(search.WorkFolder, "parts"), search.MemoryBytes);
        var document = 0;
        foreach (var sketch in search.Sketches())
        {
            var rank = search.Documents.Rank(document);
            foreach (var part in MemoryMarshal.Cast<byte, PartSketch>(sketch.Span))
            {
                parts.Add(new Part(part.Hash, rank, document, part.Start, part.Length));
            }

            if (++document % 4096 == 0)
            {
                search.Cancellation.ThrowIfCancellationRequested();
                search.Progress(0.5 * document / search.Documents.Count);
            }
        }

        Part? first = null;
        long done = 0;
        foreach (var part in parts.Read())
        {
            if (first is { } kept && kept.Hash == part.Hash)
            {
                search.Findings.Cut(new SpanCut(part.Document, part.Start, part.Length, kept.Document, kept.Start));
            }
            else
            {
                first = part;
            }

            if (++done % 65536 == 0)
            {
                search.Cancellation.ThrowIfCancellationRequested();
                search.Progress(0.5 + (0.5 * done / parts.Count));
            }
        }
    }

    /// <inheritdoc/>
    public DuplicateMatch Compare(string removed, string kept)
    {
        var sketcher = new Sketcher(this);
        var places = new Dictionary<Hash128, PartSketch>();
        foreach (var part in sketcher.PartsOf(kept))
        {
            places.TryAdd(part.Hash, part);
        }

        var (shared, all) = (0L, 0L);
        var longest = default(DuplicateMatch);
        foreach (var part in sketcher.PartsOf(removed))
        {
            all += part.Length;
            if (places.TryGetValue(part.Hash, out var place))
            {
                shared += part.Length;
                longest = part.Length > longest.Length ? new DuplicateMatch(0, part.Start, part.Length, place.Start, place.Length) : longest;
            }
        }

        return longest with { Similarity = all == 0 ? 0 : (double)shared / all };
    }

    /// <summary>Where the parts of a text are: whole lines, without the end of the last one.</summary>
    private protected abstract IEnumerable<(int Start, int Length)> Split(string text);

    private readonly record struct PartSketch(Hash128 Hash, int Start, int Length);

    private readonly record struct Part(Hash128 Hash, ulong Rank, int Document, int Start, int Length) : IComparable<Part>
    {
        public int CompareTo(Part other) =>
            Hash.CompareTo(other.Hash) is not 0 and var order ? order
            : Rank != other.Rank ? Rank.CompareTo(other.Rank)
            : Document != other.Document ? Document.CompareTo(other.Document)
            : Start.CompareTo(other.Start);
    }

    private sealed class Sketcher(PartFinder finder) : IDocumentSketcher
    {
        private readonly TextHasher _hasher = new();
        private readonly TextNormaliser _normaliser = new(finder.IgnoreCase, finder.IgnorePunctuation, ignoreWhiteSpace: finder.IgnoreCase || finder.IgnorePunctuation);

        public void Sketch(Document document, IBufferWriter<byte> sketch)
        {
            foreach (var part in PartsOf(document.Text))
            {
                sketch.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<PartSketch>(in part)));
            }
        }

        public IEnumerable<PartSketch> PartsOf(string text)
        {
            foreach (var (start, length) in finder.Split(text))
            {
                if (finder.MinimumWords <= 1 || HasWords(text.AsSpan(start, length), finder.MinimumWords))
                {
                    yield return new PartSketch(_hasher.Hash(_normaliser.Apply(text.AsSpan(start, length).Trim())), start, length);
                }
            }
        }

        private static bool HasWords(ReadOnlySpan<char> text, int words)
        {
            var inside = false;
            foreach (var sign in text)
            {
                var isSpace = char.IsWhiteSpace(sign);
                if (!isSpace && !inside && --words == 0)
                {
                    return true;
                }

                inside = !isSpace;
            }

            return false;
        }
    }
}
