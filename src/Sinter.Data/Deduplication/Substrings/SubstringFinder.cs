using System.Globalization;
using System.Security.Cryptography;

namespace Sinter.Data.Deduplication.Substrings;

/// <summary>
/// Finds every substring of at least a number of tokens that occurs more than once, within a document or among several, and cuts all copies but the first: the exact substring
/// deduplication of Lee et al. 2021, "Deduplicating training data makes language models better". A substring repeats where all its windows of the least length do, so windows are
/// what is compared: those with an anchor of their own are out at once, by sketches much smaller than the text; of the others the hashes are sorted, 32 bytes a window, on the disk
/// where they do not fit into memory.
/// <para>
/// A hash has two polynomials over 2^61 - 1 numbers with bases drawn at random in each process: two windows that differ have the same with a probability below 2^-108, whatever
/// they hold, so that no text can be made to be cut wrongly, and the result is that of comparing all with all.
/// </para>
/// </summary>
public sealed class SubstringFinder : IDuplicateFinder
{
    private const int MostTokens = 100_000;

    // So many that none lies within one character.
    private const int LeastBytes = 4;

    private const double SketchShare = 0.2;
    private const double ReadShare = 0.5;

    private readonly int _window;
    private readonly SubstringUnit _unit;

    /// <summary>Makes a finder.</summary>
    /// <param name="unit">What the tokens are.</param>
    /// <param name="minimumTokens">How many a repeated substring has at least, from 1 (of bytes 4) to 100,000; null for the usual: 50 words or 200 bytes.</param>
    public SubstringFinder(SubstringUnit unit = SubstringUnit.Words, int? minimumTokens = null)
    {
        var window = minimumTokens ?? (unit == SubstringUnit.Bytes ? 200 : 50);
        if (window is < 1 or > MostTokens || (unit == SubstringUnit.Bytes && window < LeastBytes))
        {
            throw new ArgumentOutOfRangeException(nameof(minimumTokens), window, "The shortest substring that counts as repeated must have 1 to 100,000 words or 4 to 100,000 bytes.");
        }

        _unit = unit;
        _window = window;
        Settings = new Dictionary<string, string>
        {
            ["unit"] = unit == SubstringUnit.Bytes ? "bytes" : "words",
            ["minimumTokens"] = window.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <inheritdoc/>
    public string Name => "substring";

    /// <summary>The share of the tokens of the document that goes which are in parts that the other has too.</summary>
    public string Measure => "containment";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <inheritdoc/>
    public IDocumentSketcher CreateSketcher() => new SubstringSketcher(CreateReader(), _window);

    /// <summary>Finds the repeated substrings and tells the cuts; it pairs no documents.</summary>
    public void Find(DuplicateSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        using var candidates = new SortedRuns<WindowRange>(Path.Combine(search.WorkFolder, "candidates"), search.MemoryBytes / 4);
        CandidateWindows.Find(search, candidates, search.MemoryBytes / 2);
        search.Progress(SketchShare);
        if (candidates.Count == 0)
        {
            search.Progress(1);
            return;
        }

        using var repeats = new WindowRepeats(search, _window);
        var (high, low) = (RandomHash(), RandomHash());
        var read = OrderedParallel.Map(
            CandidateWindows.ByDocument(candidates.Read()),
            () => new WindowHasher(CreateReader(), high, low, _window, repeats.CreateWriter(), search.Cancellation),
            (hasher, windows) => hasher.Add(windows, search.Documents.Text(windows[0].Document)),
            search.Threads,
            search.Cancellation);
        foreach (var document in read)
        {
            search.Progress(SketchShare + ((ReadShare - SketchShare) * (document + 1) / search.Documents.Count));
        }

        repeats.WriteCuts(done => search.Progress(ReadShare + ((1 - ReadShare) * done)));
    }

    /// <summary>
    /// Compares two texts by their first million tokens: the share of the tokens of the one that goes which are in parts, of at least the least length, that the other has too, and
    /// the longest such part, of any length.
    /// </summary>
    public DuplicateMatch Compare(string removed, string kept) => SharedParts.Compare(CreateReader(), _window, removed, kept);

    private PolynomialHash RandomHash() => new(RandomBase(), RandomBase(), _window);

    private static ulong RandomBase()
    {
        // Uniform but for less than one in 2^60, and never 0.
        var bytes = RandomNumberGenerator.GetBytes(sizeof(ulong));
        return (BitConverter.ToUInt64(bytes) % (PolynomialHash.Prime - 1)) + 1;
    }

    private TokenReader CreateReader() => _unit == SubstringUnit.Bytes ? new ByteReader() : new WordReader();
}
