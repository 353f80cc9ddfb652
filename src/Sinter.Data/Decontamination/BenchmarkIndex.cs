using Sinter.Data.Sources;

namespace Sinter.Data.Decontamination;

/// <summary>
/// The items of benchmarks, so that texts that hold one can be found: its runs of <see cref="BenchmarkOptions.GramWords"/> words for copies, and its runs of five for edited
/// copies: those are laid beside the item, and the share of the words of one of its fields that stand in order, in runs of at least two, is their measure. Nothing in it changes once it is made; any number of threads may look into it, each with a matcher of its own. It takes about 50 bytes a word.
/// </summary>
public sealed class BenchmarkIndex
{
    private readonly List<string> _itemIds = [];
    private readonly List<int> _itemBenchmarks = [];

    private BenchmarkIndex(BenchmarkOptions options)
    {
        Options = options;
        Words = new BenchmarkWords(options.LeastWords);
        Grams = Seeds = new GramTable(0, 0, 1);
    }

    /// <summary>How it was made.</summary>
    public BenchmarkOptions Options { get; }

    /// <summary>What was read of each benchmark, in the order of their first items.</summary>
    public IReadOnlyList<BenchmarkCounts> Benchmarks { get; private set; } = [];

    /// <summary>How many items there are.</summary>
    public int Items => _itemIds.Count;

    /// <summary>How many grams stand in so many fields that they accuse nothing; see <see cref="BenchmarkOptions.CommonFields"/>.</summary>
    public int CommonGrams => Grams.CommonGrams;

    /// <summary>What of the files could not be read.</summary>
    public IReadOnlyList<BrokenInput> Faults { get; private set; } = [];

    /// <summary>Some items of each benchmark in full.</summary>
    public IReadOnlyList<BenchmarkItem> Samples { get; private set; } = [];

    /// <summary>Tells whether two indexes were made of the same items.</summary>
    public ulong Fingerprint { get; private set; }

    internal BenchmarkWords Words { get; }

    internal GramTable Grams { get; private set; }

    internal GramTable Seeds { get; private set; }

    /// <summary>Makes an index of items.</summary>
    /// <param name="items">The items.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidDataException">There are too many words.</exception>
    public static BenchmarkIndex Of(IEnumerable<BenchmarkItem> items, BenchmarkOptions? options = null) => Of(items, options ?? new BenchmarkOptions(), []);

    /// <summary>Makes an index of the items of files, of folders with all that is in them, and of patterns; see <see cref="BenchmarkFiles"/>.</summary>
    /// <param name="paths">The files, folders and patterns.</param>
    /// <param name="options">How.</param>
    /// <exception cref="FileNotFoundException">A path leads to nothing.</exception>
    /// <exception cref="InvalidDataException">No file holds an item that is long enough, or there are too many words.</exception>
    public static BenchmarkIndex Read(IReadOnlyList<string> paths, BenchmarkOptions? options = null)
    {
        options ??= new BenchmarkOptions();
        var faults = new List<BrokenInput>();
        var index = Of(BenchmarkFiles.Read(paths, options.Fields, faults), options, faults);
        if (index.Words.Count == 0)
        {
            var wrong = faults.Count > 0 ? $"; the first that was wrong: {faults[0]}" : "";
            throw new InvalidDataException($"'{string.Join("', '", paths)}' holds no benchmark item with a text of at least {options.LeastWords} words to look for ({index.Items} items were read{wrong}).");
        }

        return index;
    }

    /// <summary>Makes what one thread looks for items with.</summary>
    public ContaminationMatcher CreateMatcher() => new(this);

    /// <summary>The name of an item.</summary>
    public string ItemId(int item) => _itemIds[item];

    /// <summary>The benchmark of an item, as an index into <see cref="Benchmarks"/>.</summary>
    public int BenchmarkOf(int item) => _itemBenchmarks[item];

    private static BenchmarkIndex Of(IEnumerable<BenchmarkItem> items, BenchmarkOptions options, List<BrokenInput> faults)
    {
        options.Check();
        var index = new BenchmarkIndex(options);
        var samples = new BenchmarkSamples(options);
        index.Benchmarks = index.Take(items, samples);
        index.Samples = samples.All();
        index.Faults = faults;
        index.Grams = index.GramsOf();
        index.Seeds = index.SeedsOf();
        return index;
    }

    private List<BenchmarkCounts> Take(IEnumerable<BenchmarkItem> items, BenchmarkSamples samples)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new List<BenchmarkCounts>();
        foreach (var item in items)
        {
            if (!numbers.TryGetValue(item.Benchmark, out var benchmark))
            {
                numbers.Add(item.Benchmark, benchmark = counts.Count);
                counts.Add(new BenchmarkCounts(item.Benchmark, 0, 0));
            }

            var searchable = Words.Add(_itemIds.Count, item.Fields);
            var (name, all, some) = counts[benchmark];
            counts[benchmark] = new BenchmarkCounts(name, all + 1, some + (searchable ? 1 : 0));
            _itemIds.Add(item.Id);
            _itemBenchmarks.Add(benchmark);
            Fingerprint = item.Fields.Aggregate(StableHash.Of(item.Id, Fingerprint), static (hash, text) => StableHash.Of(text, hash));
            if (searchable)
            {
                samples.Add(item);
            }
        }

        return counts;
    }

    private GramTable GramsOf()
    {
        var table = new GramTable(Words.Count, Words.Count, Options.CommonFields);
        for (var field = 0; field < Words.Fields; field++)
        {
            var whole = Words.Length(field) < Options.GramWords;
            AddGrams(table, field, whole ? Options.LeastWords : Options.GramWords, whole ? 1 : int.MaxValue, IsSameGram);
        }

        return table;
    }

    private GramTable SeedsOf()
    {
        var table = new GramTable(Words.Count, Words.Count, Options.CommonFields);
        for (var field = 0; field < Words.Fields; field++)
        {
            AddGrams(table, field, Options.SeedWords, int.MaxValue, (first, second) => Words.AreSame(first, second, Options.SeedWords));
        }

        return table;
    }

    /// <summary>How many words the gram at a place has: those of all grams, or of a short field all.</summary>
    internal int GramLength(int place) => Math.Min(Options.GramWords, Words.Length(Words.FieldOf(place)));

    private bool IsSameGram(int first, int second)
    {
        var length = GramLength(first);
        return length == GramLength(second) && Words.AreSame(first, second, length);
    }

    private void AddGrams(GramTable table, int field, int length, int most, Func<int, int, bool> isSame)
    {
        var start = Words.Start(field);
        var end = start + Words.Length(field);
        var hash = new GramHash(length);
        for (var place = start; place < end && most > 0; place++)
        {
            hash.Roll(Words.Hash(place), place - length >= start ? Words.Hash(place - length) : 0);
            var first = place - length + 1;
            if (first >= start)
            {
                table.Add(hash.Value, first, isSame, (before, now) => Words.FieldOf(before) == Words.FieldOf(now));
                most--;
            }
        }
    }
}
