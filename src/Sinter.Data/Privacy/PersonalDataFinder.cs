namespace Sinter.Data.Privacy;

/// <summary>
/// Finds personal data and secrets in texts: one pass finds the places where any can be, detectors look there, and of finds that overlap the surer one stays (then the longer,
/// then the one whose kind comes first in a fixed order). It holds nothing that changes, may be used from several threads, and takes time in proportion to the text, whatever the text is.
/// </summary>
public sealed class PersonalDataFinder
{
    private readonly PersonalFinderOptions _options;
    private readonly AnchorScanner _scanner;
    private readonly OverlapResolver _resolver;
    private readonly Dictionary<string, float> _least;

    /// <summary>Makes a finder.</summary>
    /// <exception cref="ArgumentException">A kind, a country or a score is none.</exception>
    public PersonalDataFinder(PersonalFinderOptions? options = null)
        : this(options ?? new PersonalFinderOptions(), PersonalDetectors.All)
    {
    }

    /// <summary>Makes a finder with detectors of one's own.</summary>
    internal PersonalDataFinder(PersonalFinderOptions options, IReadOnlyList<IPersonalDetector> detectors)
    {
        _options = options;
        if (!(options.MinimumScore >= 0 && options.MinimumScore <= 1 && options.MinimumScores.Values.All(static score => score >= 0 && score <= 1)))
        {
            throw new ArgumentException("A minimum score is a number from 0 to 1.", nameof(options));
        }

        var kinds = detectors.SelectMany(static detector => detector.Kinds).Distinct(StringComparer.Ordinal).ToArray();
        var wanted = Expand(options.Kinds, kinds);
        foreach (var kind in options.MinimumScores.Keys)
        {
            Expand([kind], kinds);
        }

        _least = wanted.ToDictionary(static kind => kind, kind => (float)LeastScore(kind, options), StringComparer.Ordinal);
        Kinds = [.. kinds.Where(wanted.Contains)];
        _scanner = new AnchorScanner([.. detectors.Where(detector => detector.Kinds.Any(wanted.Contains)).Select(detector => (detector as ICountryDetector)?.For(options.PhoneCountries) ?? detector)]);
        _resolver = new OverlapResolver(kinds);
    }

    /// <summary>A finder of all kinds with the usual scores.</summary>
    public static PersonalDataFinder Default { get; } = new();

    /// <summary>All kinds that can be found, in the order in which they win where finds are equally sure and long.</summary>
    public static IReadOnlyList<string> AllKinds => PersonalDetectors.Kinds;

    /// <summary>The kinds that are looked for, in the same order.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>What is found in a text, by place, without overlaps.</summary>
    public IReadOnlyList<PersonalSpan> Find(ReadOnlySpan<char> text)
    {
        var found = new List<PersonalSpan>();
        FindAll(text, 0, text.Length, found);
        Choose(text, found);
        return found;
    }

    /// <summary>
    /// Adds what is found from places in a part of a text, before <see cref="Choose"/>: all kinds that are wanted with scores that are high enough; finds may overlap, and come in any order.
    /// </summary>
    internal void FindAll(ReadOnlySpan<char> text, int from, int to, List<PersonalSpan> found)
    {
        var before = found.Count;
        _scanner.Scan(text, from, to, found);
        var kept = before;
        for (var i = before; i < found.Count; i++)
        {
            if (_least.TryGetValue(found[i].Kind, out var least) && found[i].Score >= least)
            {
                found[kept++] = found[i];
            }
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    /// <summary>Chooses among finds that overlap, sorts them by place, and then takes out those that are allowed.</summary>
    internal void Choose(ReadOnlySpan<char> text, List<PersonalSpan> found)
    {
        _resolver.Resolve(found);
        if (!_options.Allow.IsEmpty)
        {
            var kept = 0;
            for (var i = 0; i < found.Count; i++)
            {
                if (!_options.Allow.Allows(text.Slice(found[i].Start, found[i].Length)))
                {
                    found[kept++] = found[i];
                }
            }

            found.RemoveRange(kept, found.Count - kept);
        }
    }

    /// <summary>The kinds that are meant by names, of which <c>nationalId</c> stands for all countries; all for null.</summary>
    /// <exception cref="ArgumentException">A name is that of no kind.</exception>
    internal static IReadOnlySet<string> Expand(IReadOnlyList<string>? names, IReadOnlyList<string> kinds)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names ?? kinds)
        {
            var count = wanted.Count;
            wanted.UnionWith(kinds.Where(kind => kind == name || (name == NationalIds && kind.StartsWith(PersonalKinds.NationalIdPrefix, StringComparison.Ordinal))));
            if (wanted.Count == count && !wanted.Contains(name) && !(name == NationalIds && wanted.Any(static kind => kind.StartsWith(PersonalKinds.NationalIdPrefix, StringComparison.Ordinal))))
            {
                throw new ArgumentException($"There is no kind '{name}' of personal data{Suggestion.For(name, kinds)}");
            }
        }

        return wanted;
    }

    private static string NationalIds => PersonalKinds.NationalIdPrefix[..^1];

    private static double LeastScore(string kind, PersonalFinderOptions options) =>
        options.MinimumScores.TryGetValue(kind, out var own) ? own
        : kind.StartsWith(PersonalKinds.NationalIdPrefix, StringComparison.Ordinal) && options.MinimumScores.TryGetValue(NationalIds, out var all) ? all
        : options.MinimumScore;
}
