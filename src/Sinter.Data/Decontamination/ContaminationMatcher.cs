using System.Numerics;
using System.Runtime.InteropServices;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Decontamination;

/// <summary>
/// Looks for the items of benchmarks in texts. It goes through the words of a text once, with a rolling hash for each length of gram, and compares words only where a hash is known.
/// It belongs to one thread; what it finds depends on the text and the index alone.
/// </summary>
public sealed class ContaminationMatcher
{
    // What is kept for the next text; a text with more is no reason to hold so much memory for ever.
    private const int KeptHits = 1 << 16;

    private readonly BenchmarkIndex _index;
    private readonly BenchmarkWords _words;
    private readonly EditedCopies _edited;
    private readonly ulong[] _hashes;
    private readonly int[] _starts;
    private readonly Dictionary<int, Found> _found = [];
    private List<GramHit> _grams = [];
    private List<GramHit> _seeds = [];

    internal ContaminationMatcher(BenchmarkIndex index)
    {
        _index = index;
        _words = index.Words;
        _edited = new EditedCopies(index.Words, index.Options.SeedWords);
        var ring = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(index.Options.GramWords, index.Options.SeedWords) + 1);
        _hashes = new ulong[ring];
        _starts = new int[ring];
    }

    /// <summary>Grams that are passed over; null for none. Set where grams that are frequent in the whole input shall accuse nobody.</summary>
    public GramCensus? Frequent { get; init; }

    /// <summary>The items that a text holds something of, those with most grams, then with the greatest share first; most texts have none.</summary>
    public IReadOnlyList<ContaminationMatch> Match(string text)
    {
        Scan(text, _grams, _seeds);
        if (_grams.Count == 0 && _seeds.Count == 0)
        {
            return [];
        }

        _found.Clear();
        TakeGrams();
        foreach (var copy in _edited.Find(text, _seeds))
        {
            var found = Of(copy.Item);
            if (copy.Share > found.Share)
            {
                (found.Share, found.Window) = (copy.Share, copy.Span);
            }
        }

        Forget(ref _grams);
        Forget(ref _seeds);
        return [.. _found.Select(static pair => pair.Value.ToMatch(pair.Key))
            .OrderByDescending(static match => match.Grams).ThenByDescending(static match => match.Share).ThenBy(static match => match.Item)];
    }

    /// <summary>Counts the grams of a text for a census of the whole input.</summary>
    public void Count(string text, GramCensus census) => Scan(text, null, null, census);

    private void Scan(string text, List<GramHit>? grams, List<GramHit>? seeds, GramCensus? census = null)
    {
        var options = _index.Options;
        var (gramWords, leastWords, seedWords) = (options.GramWords, options.LeastWords, options.SeedWords);
        var hasWholes = leastWords < gramWords;

        // The last words of a gram are a seed, so that for nearly all words of a text one look into one filter is enough.
        var seedsTell = leastWords >= seedWords;
        var mask = _hashes.Length - 1;
        var (gram, whole, seed) = (new GramHash(gramWords), new GramHash(leastWords), new GramHash(seedWords));
        var (gramTable, seedTable) = (_index.Grams, _index.Seeds);
        Array.Clear(_hashes);
        var scanner = new WordScanner(text);
        for (var word = 0; scanner.MoveNext(); word++)
        {
            var hash = scanner.Hash;
            _starts[word & mask] = scanner.Start;
            gram.Roll(hash, _hashes[(word - gramWords) & mask]);
            seed.Roll(hash, _hashes[(word - seedWords) & mask]);
            if (hasWholes)
            {
                whole.Roll(hash, _hashes[(word - leastWords) & mask]);
            }

            _hashes[word & mask] = hash;
            var maySeed = seedTable.MayHold(seed.Value);
            if (maySeed && word >= seedWords - 1)
            {
                Take(text, seed.Value, word - seedWords + 1, isSeed: true, seeds, census);
            }

            if (!maySeed && seedsTell)
            {
                continue;
            }

            if (hasWholes && word >= leastWords - 1 && gramTable.MayHold(whole.Value))
            {
                Take(text, whole.Value, word - leastWords + 1, isSeed: false, grams, census);
            }

            if (word >= gramWords - 1 && gramTable.MayHold(gram.Value))
            {
                Take(text, gram.Value, word - gramWords + 1, isSeed: false, grams, census);
            }
        }
    }

    private void Take(string text, ulong hash, int word, bool isSeed, List<GramHit>? hits, GramCensus? census)
    {
        var table = isSeed ? _index.Seeds : _index.Grams;
        var start = _starts[word & (_starts.Length - 1)];
        ulong probe = 0;
        for (var place = table.Find(hash, ref probe); place >= 0; place = table.Find(hash, ref probe))
        {
            var length = isSeed ? _index.Options.SeedWords : _index.GramLength(place);
            if (!_words.Matches(text, start, place, length, out var end))
            {
                continue;
            }

            if (table.IsCommon(place) || (Frequent is { } frequent && frequent.IsFrequent(isSeed, place)))
            {
                return;
            }

            if (census is not null)
            {
                census.Add(isSeed, place);
                return;
            }

            for (var at = place; at >= 0; at = table.Next(at))
            {
                hits!.Add(new GramHit(_words.FieldOf(at), at, place, word, length, TextSpan.FromBounds(start, end)));
            }

            return;
        }
    }

    private void TakeGrams()
    {
        CollectionsMarshal.AsSpan(_grams).Sort(static (left, right) => left.Gram != right.Gram ? left.Gram.CompareTo(right.Gram) : left.Word != right.Word ? left.Word.CompareTo(right.Word) : left.Place.CompareTo(right.Place));
        foreach (var hit in _grams)
        {
            var found = Of(_words.ItemOf(hit.Field));
            found.Grams += hit.Gram == found.LastGram ? 0 : 1;
            found.LastGram = hit.Gram;
            found.Hits.Add((hit.Word, hit.Word + hit.Length, hit.Span));
        }
    }

    private Found Of(int item)
    {
        ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_found, item, out _);
        return found ??= new Found();
    }

    private static void Forget(ref List<GramHit> hits)
    {
        if (hits.Capacity > KeptHits)
        {
            hits = [];
        }

        hits.Clear();
    }

    private sealed class Found
    {
        public int Grams { get; set; }

        public int LastGram { get; set; } = -1;

        public double Share { get; set; }

        public TextSpan Window { get; set; }

        public List<(int Word, int EndWord, TextSpan Span)> Hits { get; } = [];

        public ContaminationMatch ToMatch(int item)
        {
            var spans = new List<TextSpan>();
            var endWord = -1;
            foreach (var hit in Hits.Order(Comparer<(int Word, int EndWord, TextSpan Span)>.Create(static (left, right) => left.Word != right.Word ? left.Word.CompareTo(right.Word) : left.EndWord.CompareTo(right.EndWord))))
            {
                if (hit.Word <= endWord)
                {
                    spans[^1] = TextSpan.FromBounds(spans[^1].Start, Math.Max(spans[^1].End, hit.Span.End));
                }
                else
                {
                    spans.Add(hit.Span);
                }

                endWord = Math.Max(endWord, hit.EndWord);
            }

            if (Share > 0)
            {
                spans.Add(Window);
            }

            return new ContaminationMatch(item, Grams, Share, TextSpans.Joined(spans));
        }
    }
}
