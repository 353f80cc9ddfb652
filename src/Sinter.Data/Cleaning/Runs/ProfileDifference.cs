namespace Sinter.Data.Cleaning;

/// <summary>What two lists of steps judge differently, on the same documents. Steps that compare documents are left out.</summary>
public sealed class ProfileDifference
{
    /// <summary>The documents that were judged by both.</summary>
    public long Documents { get; private set; }

    /// <summary>Those that both keep.</summary>
    public long BothKeep { get; private set; }

    /// <summary>Those that both drop.</summary>
    public long BothDrop { get; private set; }

    /// <summary>Those that only the first keeps, by the rules by which the second drops them.</summary>
    public DifferenceSide OnlyFirst { get; } = new();

    /// <summary>Those that only the second keeps, by the rules by which the first drops them.</summary>
    public DifferenceSide OnlySecond { get; } = new();

    /// <summary>Judges documents by two chains.</summary>
    /// <param name="sources">Where the documents come from.</param>
    /// <param name="first">One list of steps.</param>
    /// <param name="second">The other.</param>
    /// <param name="mostDocuments">No more documents than these are looked at, from the beginning.</param>
    /// <param name="threads">The threads; 0 for all cores.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public static ProfileDifference Of(IReadOnlyList<BlockSource> sources, CleaningChain first, CleaningChain second, int mostDocuments, int threads = 0, CancellationToken cancellation = default)
    {
        var difference = new ProfileDifference();
        var verdicts = OrderedParallel.Map(
            sources.SelectMany(static source => source.Read()),
            () => (First: new ChainRunner(first, scoreDropped: false), Second: new ChainRunner(second, scoreDropped: false)),
            static (runners, block) => block.Decode().Where(static outcome => outcome.Document is not null)
                .Select(outcome => (outcome.Document!.Id, First: runners.First.Run(outcome.Document).DroppedBy, Second: runners.Second.Run(outcome.Document).DroppedBy)).ToList(),
            threads > 0 ? threads : Environment.ProcessorCount,
            cancellation);
        foreach (var (id, one, other) in verdicts.SelectMany(static block => block).Take(mostDocuments))
        {
            difference.Documents++;
            switch (one == ChainResult.Kept, other == ChainResult.Kept)
            {
                case (true, true): difference.BothKeep++; break;
                case (false, false): difference.BothDrop++; break;
                case (true, false): difference.OnlyFirst.Add(Name(second, other), id); break;
                default: difference.OnlySecond.Add(Name(first, one), id); break;
            }
        }

        return difference;
    }

    private static string Name(CleaningChain chain, int rule) => rule < 0 ? DroppedJson.BrokenReason : chain.Rules[rule].Name;
}

/// <summary>The documents that one list of steps keeps and the other does not.</summary>
public sealed class DifferenceSide
{
    private const int ShownExamples = 3;

    private readonly Dictionary<string, (long Count, List<string> Examples)> _rules = new(StringComparer.Ordinal);

    /// <summary>How many they are.</summary>
    public long Documents { get; private set; }

    /// <summary>The rules of the other list that drop them, the most frequent first, with the ids of the first documents of each.</summary>
    public IReadOnlyList<(string Name, long Documents, IReadOnlyList<string> Examples)> Rules =>
        [.. _rules.OrderByDescending(static rule => rule.Value.Count).ThenBy(static rule => rule.Key, StringComparer.Ordinal).Select(static rule => (rule.Key, rule.Value.Count, (IReadOnlyList<string>)rule.Value.Examples))];

    internal void Add(string rule, string id)
    {
        Documents++;
        var (count, examples) = _rules.GetValueOrDefault(rule, (0, []));
        if (examples.Count < ShownExamples)
        {
            examples.Add(id);
        }

        _rules[rule] = (count + 1, examples);
    }
}
