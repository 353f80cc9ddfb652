using Sinter.Data.Deduplication;
using Sinter.Data.Lineage;
using Sinter.Data.Reading;

namespace Sinter.Data.Mixing;

/// <summary>The first pass over the sources: how large their parts are, which ids clash, and the rank of each document, sorted on the disk.</summary>
internal sealed class MixtureCensus : IDisposable
{
    /// <summary>More groups than this are no groups: each would need a plan of its own.</summary>
    public const int MaximumGroups = 10_000;

    private const long SortBytes = 64 << 20;

    private readonly MixtureSpec _spec;
    private readonly SortedRuns<RankedDocument> _ranks;
    private readonly SortedRuns<NamedDocument> _names;
    private readonly Dictionary<(int Source, string Group), int> _numbers = [];
    private readonly List<MixturePart> _parts = [];

    private MixtureCensus(MixtureSpec spec, string scratch)
    {
        _spec = spec;
        _ranks = new SortedRuns<RankedDocument>(Path.Combine(scratch, "ranks"), SortBytes);
        _names = new SortedRuns<NamedDocument>(Path.Combine(scratch, "names"), SortBytes);
        CopyDepths = new int[spec.Sources.Count];
        Clashes = new bool[spec.Sources.Count];
    }

    /// <summary>The parts, counted.</summary>
    public IReadOnlyList<MixturePart> Parts => _parts;

    /// <summary>The documents of all sources.</summary>
    public long Documents { get; private set; }

    /// <summary>The records that could not be read.</summary>
    public long Broken { get; private set; }

    /// <summary>The first of them, and why; null where there is none.</summary>
    public string? FirstFault { get; private set; }

    /// <summary>For each source how many signs the numbers of copies in its ids have at most; see <see cref="DocumentFamily"/>.</summary>
    public int[] CopyDepths { get; }

    /// <summary>For each source whether an id of it stands in an earlier source too.</summary>
    public bool[] Clashes { get; }

    /// <summary>The ids that stand more than once in one source.</summary>
    public long RepeatedIds { get; private set; }

    /// <summary>Counts the sources.</summary>
    public static MixtureCensus Take(MixtureSpec spec, MixtureReader reader, string scratch, Action<long>? progress, CancellationToken cancellation)
    {
        var census = new MixtureCensus(spec, scratch);
        try
        {
            long bytes = 0;
            foreach (var block in reader.Read((worker, source, block) => Count(reader, worker, source, block), cancellation))
            {
                census.Add(block);
                progress?.Invoke(bytes += block.Bytes);
            }

            census.FindClashes();
            return census;
        }
        catch
        {
            census.Dispose();
            throw;
        }
    }

    /// <summary>The number of a part.</summary>
    public int Number(int source, string group) => _numbers.TryGetValue((source, group), out var number) ? number : throw Changed();

    /// <summary>What is said where the second pass does not meet what the first has met.</summary>
    public static InvalidDataException Changed() => new("The inputs changed while they were mixed; run the same command again when nothing writes to them.");

    /// <summary>
    /// Completes a plan: of each part the documents of the lowest ranks, as many as bring the amount nearest to what is wanted beyond whole epochs (of two as near, the fewer).
    /// </summary>
    public (MixturePlan Plan, RankedDocument?[] LastExtra) Choose(MixturePlan plan)
    {
        var parts = plan.Parts.ToArray();
        var rest = parts.Select(part => part.Wanted - (part.WholeEpochs * part.Size(plan.Unit))).ToArray();
        var taken = new long[parts.Length];
        var extra = new long[parts.Length];
        var closed = new bool[parts.Length];
        var last = new RankedDocument?[parts.Length];
        foreach (var document in _ranks.Read())
        {
            var part = document.Part;
            if (closed[part])
            {
                continue;
            }

            // Nearer with it than without it?
            closed[part] = Math.Abs(rest[part] - taken[part] - document.Amount) >= Math.Abs(rest[part] - taken[part]);
            if (!closed[part])
            {
                taken[part] += document.Amount;
                extra[part]++;
                last[part] = document;
            }
        }

        var chosen = parts.Select((part, i) => part with { ExtraDocuments = extra[i], Got = (part.WholeEpochs * part.Size(plan.Unit)) + taken[i] });
        return (plan with { Parts = [.. chosen] }, last);
    }

    public void Dispose()
    {
        _ranks.Dispose();
        _names.Dispose();
    }

    private static CountedBlock Count(MixtureReader reader, MixtureReader.Worker worker, int source, RecordBlock block)
    {
        var counted = new CountedBlock { Source = source, Bytes = block.Bytes };
        foreach (var outcome in block.Decode())
        {
            if (outcome.Document is { } document)
            {
                counted.Documents.Add(new CountedDocument(
                    reader.Group(source, document), reader.Rank(source, document.Id), StableHash.Of(document.Id), MixtureReader.Bytes(document.Text), worker.Tokens(document.Text)));
                counted.CopyDepth = Math.Max(counted.CopyDepth, DocumentFamily.CopyDepth(document.Id));
            }
            else if (outcome.Broken is { } fault)
            {
                counted.Broken++;
                counted.FirstFault ??= fault.ToString();
            }
        }

        return counted;
    }

    private void Add(CountedBlock block)
    {
        Broken += block.Broken;
        FirstFault ??= block.FirstFault;
        CopyDepths[block.Source] = Math.Max(CopyDepths[block.Source], block.CopyDepth);
        foreach (var document in block.Documents)
        {
            if (!_numbers.TryGetValue((block.Source, document.Group), out var number))
            {
                number = _parts.Count;
                if (number == MaximumGroups)
                {
                    throw new InvalidDataException($"'{_spec.Sources[block.Source].GroupBy}' parts the source '{_spec.Sources[block.Source].Name}' into more than {MaximumGroups} groups; name a key with fewer values.");
                }

                _numbers.Add((block.Source, document.Group), number);
                _parts.Add(new MixturePart(block.Source, document.Group, 0, 0, 0));
            }

            var part = _parts[number];
            _parts[number] = part with { Documents = part.Documents + 1, Bytes = part.Bytes + document.Bytes, Tokens = part.Tokens + document.Tokens };
            _ranks.Add(new RankedDocument(number, document.Rank, Documents++, MixtureReader.Amount(_spec.Unit, document.Bytes, document.Tokens)));
            _names.Add(new NamedDocument(document.IdHash, block.Source));
        }
    }

    private void FindClashes()
    {
        NamedDocument? first = null;
        NamedDocument? before = null;
        foreach (var name in _names.Read())
        {
            if (before is not { } last || last.IdHash != name.IdHash)
            {
                first = name;
            }
            else if (last.Source == name.Source)
            {
                RepeatedIds++;
            }
            else if (first!.Value.Source != name.Source)
            {
                Clashes[name.Source] = true;
            }

            before = name;
        }
    }

    private readonly record struct CountedDocument(string Group, ulong Rank, ulong IdHash, long Bytes, long Tokens);

    private sealed class CountedBlock
    {
        public required int Source { get; init; }

        public required long Bytes { get; init; }

        public List<CountedDocument> Documents { get; } = [];

        public int CopyDepth { get; set; }

        public long Broken { get; set; }

        public string? FirstFault { get; set; }
    }

    private readonly record struct NamedDocument(ulong IdHash, int Source) : IComparable<NamedDocument>
    {
        public int CompareTo(NamedDocument other) => IdHash != other.IdHash ? IdHash.CompareTo(other.IdHash) : Source.CompareTo(other.Source);
    }
}

/// <summary>A document of a part by its rank; the ordinal, its number among all documents, tells equal ranks apart.</summary>
internal readonly record struct RankedDocument(int Part, ulong Rank, long Ordinal, long Amount) : IComparable<RankedDocument>
{
    public int CompareTo(RankedDocument other) =>
        Part != other.Part ? Part.CompareTo(other.Part)
        : Rank != other.Rank ? Rank.CompareTo(other.Rank)
        : Ordinal.CompareTo(other.Ordinal);
}
