using System.Collections.Concurrent;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Decontamination;

/// <summary>
/// Finds items of benchmarks in documents, so that a model is not tested on what it was trained on: copies by runs of words (Brown et al. 2020, appendix C), edited copies by the
/// share of an item's words. The whole document goes, or only the part that holds the item.
/// </summary>
[CleaningStep("decontaminate", "Finds items of benchmarks, also edited ones, and drops the document or cuts the part out.")]
public sealed class DecontaminateStep : ICleaningStep
{
    private const string BySpan = "span";

    private readonly Lazy<BenchmarkIndex> _index;

    // A matcher belongs to one thread at a time.
    private readonly ConcurrentBag<ContaminationMatcher> _matchers = [];

    /// <summary>Begins with no benchmarks.</summary>
    public DecontaminateStep() => _index = new Lazy<BenchmarkIndex>(Load);

    /// <summary>The benchmarks.</summary>
    [StepOption("Files and folders of benchmarks.")]
    public IReadOnlyList<string> Against { get; init; } = [];

    /// <summary>The fields of their items.</summary>
    [StepOption("The fields of the benchmarks' items that are looked for; all texts without it.")]
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>How many words a gram has.</summary>
    [StepOption("How many words in a row are evidence.", Least = 1, Most = 100)]
    public int N { get; init; } = 13;

    /// <summary>The fewest words of a text that is looked for.</summary>
    [StepOption("Texts of the benchmarks with fewer words are not looked for; those with fewer than n as a whole.", Least = 1, Most = 100)]
    public int MinimumWords { get; init; } = 8;

    /// <summary>What goes.</summary>
    [StepOption("What goes: the document, or the span with its surroundings.", Allowed = ["document", BySpan])]
    public string By { get; init; } = "document";

    /// <summary>The most grams in common with an item.</summary>
    [StepOption("The most grams that a document may have in common with an item.", Least = 0)]
    public int MaximumGrams { get; init; }

    /// <summary>The greatest share of the words of an item's field.</summary>
    [StepOption("The greatest share of the words of a field of an item that may stand close together in a document; 1 allows edited copies.", Least = 0, Most = 1)]
    public double MaximumShare { get; init; } = ContaminationLimits.Default.MaximumShare;

    /// <summary>The characters that go on each side of a span.</summary>
    [StepOption("The characters that go on each side of a span.", Least = 0, Most = 1_000_000)]
    public int Context { get; init; } = new SpanCutting().Context;

    /// <summary>The most pieces that a document may fall into.</summary>
    [StepOption("A document that falls into more pieces is dropped.", Least = 1)]
    public int MaximumPieces { get; init; } = new SpanCutting().MaximumPieces;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            _ = _index.Value;
            return By is BySpan
                ?
                [
                    new("grams", "most grams in common with an item, before the cut"),
                    new("share", "greatest share of an item's text, before the cut"),
                    new("pieces", "pieces that are left") { Minimum = 1, Maximum = MaximumPieces, MaximumOption = "maximumPieces" },
                ]
                :
                [
                    new("grams", "most grams in common with an item") { Maximum = MaximumGrams, MaximumOption = "maximumGrams" },
                    new("share", "greatest share of an item's text") { Maximum = MaximumShare, MaximumOption = "maximumShare" },
                ];
        }
    }

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var limits = new ContaminationLimits(MaximumGrams, MaximumShare);
        var matcher = _matchers.TryTake(out var idle) ? idle : _index.Value.CreateMatcher();
        var matches = matcher.Match(candidate.Text);
        _matchers.Add(matcher);
        candidate.Score(0, matches.Count == 0 ? 0 : matches[0].Grams);
        candidate.Score(1, matches.Count == 0 ? 0 : matches.Max(static match => match.Share));
        var spans = matches.Where(limits.Forbid).SelectMany(match => match.Spans.Select(span => (Rule: match.Grams > MaximumGrams ? 0 : 1, Span: span))).ToList();
        foreach (var (rule, span) in spans)
        {
            candidate.Mark(rule, span.Start, span.Length);
        }

        if (By is not BySpan)
        {
            return;
        }

        if (spans.Count == 0)
        {
            candidate.Score(2, 1);
            return;
        }

        var text = candidate.Text;
        var pieces = new SpanCutting { Context = Context }.Pieces(text, spans.Select(static found => found.Span));
        candidate.Score(2, pieces.Count);
        candidate.Text = string.Join("\n\n", pieces.Select(piece => piece.In(text).ToString()));
    }

    private BenchmarkIndex Load()
    {
        if (Against.Count == 0)
        {
            throw new InvalidDataException("The step 'decontaminate' needs the option 'against': files or folders of benchmarks.");
        }

        try
        {
            return BenchmarkIndex.Read(Against, new BenchmarkOptions { GramWords = N, MinimumWords = MinimumWords, Fields = Fields, SamplesPerBenchmark = 0 });
        }
        catch (FileNotFoundException fault)
        {
            throw new InvalidDataException($"The benchmarks of the step 'decontaminate' cannot be read: {fault.Message}", fault);
        }
    }
}
