using System.Globalization;
using Sinter.Data.Cleaning;
using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Data.Deduplication.Sentences;

/// <summary>
/// Finds every run of some sentences that occurs more than once, within a document or among several, and cuts all copies but the first: the rule of C4 (Raffel et al. 2020), which
/// has runs of three. Sentences are those of <see cref="SentenceCounter"/>, line ends end one too, and they are compared exactly; which white space stands between does not matter.
/// A sentence goes if any run that it is in goes; a run that overlaps with its first occurrence does not count, so that of what repeats without a gap one whole copy stays.
/// </summary>
public sealed class SentenceFinder : IDuplicateFinder
{
    private const double ReadShare = 0.4;

    private readonly int _window;

    /// <summary>Makes a finder.</summary>
    /// <param name="sentences">How many sentences a run has, from 1 to 1000.</param>
    public SentenceFinder(int sentences = 3)
    {
        if (sentences is < 1 or > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(sentences), sentences, "A run that counts as repeated must have 1 to 1000 sentences.");
        }

        _window = sentences;
        Settings = new Dictionary<string, string> { ["sentences"] = sentences.ToString(CultureInfo.InvariantCulture) };
    }

    /// <inheritdoc/>
    public string Name => "sentence";

    /// <summary>The share of the sentences of the document that goes which are in runs that the other has too.</summary>
    public string Measure => "containment";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <inheritdoc/>
    public IDocumentSketcher CreateSketcher() => new SentenceSketcher(_window);

    /// <summary>Finds the repeated runs and tells the cuts; it pairs no documents.</summary>
    public void Find(DuplicateSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        using var repeats = new WindowRepeats(search, _window);
        var windows = repeats.CreateWriter();
        var document = 0;
        foreach (var sketch in search.Sketches())
        {
            search.Cancellation.ThrowIfCancellationRequested();
            var rest = sketch.Span;
            for (var sentence = 0; rest.Length >= SentenceRecord.Size; sentence++)
            {
                var record = SentenceRecord.Read(rest);
                windows.Add(document, record.High, record.Low, sentence, record.Start, record.End);
                rest = rest[SentenceRecord.Size..];
            }

            search.Progress(ReadShare * ++document / search.Documents.Count);
        }

        repeats.WriteCuts(done => search.Progress(ReadShare + ((1 - ReadShare) * done)));
    }

    /// <summary>
    /// Compares two texts by their first million sentences: the share of the sentences of the one that goes which are in runs, of at least the length of this finder, that the
    /// other has too, and the longest such run, of any length.
    /// </summary>
    public DuplicateMatch Compare(string removed, string kept) => SharedParts.Compare(new SentenceReader(), _window, removed, kept);
}
