namespace Sinter.Data.Cleaning;

/// <summary>
/// A document on its way through the steps of a recipe. It belongs to one thread at a time; the document that was read is never changed.
/// </summary>
public sealed class Candidate
{
    private readonly List<Evidence>? _evidence;
    private double[] _scores = [];
    private List<KeyValuePair<string, string>>? _metadata;
    private string _text;
    private TextAnalysis? _analysis;

    /// <summary>Begins with a document as it was read.</summary>
    /// <param name="document">The document.</param>
    /// <param name="wantsEvidence">Whether the steps shall say which parts of the text made them judge as they did; costs time.</param>
    public Candidate(Document document, bool wantsEvidence = false)
    {
        Document = document;
        _text = document.Text;
        _evidence = wantsEvidence ? [] : null;
    }

    /// <summary>The document as it was read.</summary>
    public Document Document { get; }

    /// <summary>The text as the steps so far have left it.</summary>
    public string Text
    {
        get => _text;
        set
        {
            if (!ReferenceEquals(_text, value))
            {
                _text = value;
                _analysis = null;
            }
        }
    }

    /// <summary>The prose of <see cref="Text"/>, without heading lines; see <see cref="Document.Body"/>.</summary>
    public ReadOnlySpan<char> Body => Document.BodyOf(_text, GetMetadata(Document.HeadingLinesKey));

    /// <summary>Words and lines of <see cref="Text"/>, found once and shared by all steps until one changes the text.</summary>
    public TextAnalysis Analysis => _analysis ??= new TextAnalysis(_text);

    /// <summary>Whether <see cref="Mark"/> is of use.</summary>
    public bool WantsEvidence => _evidence is not null;

    /// <summary>The parts that were marked.</summary>
    public IReadOnlyList<Evidence> Marks => _evidence ?? [];

    /// <summary>The scores of the step that works now, by the index of its rule; NaN where it did not measure.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>Makes room for the scores of the next step; for whoever runs the steps.</summary>
    public void BeginStep(int rules)
    {
        if (_scores.Length != rules)
        {
            _scores = rules == 0 ? [] : new double[rules];
        }

        _scores.AsSpan().Fill(double.NaN);
    }

    /// <summary>Notes what a rule of the step measured.</summary>
    /// <param name="rule">The index of the rule in <see cref="ICleaningStep.Rules"/>.</param>
    /// <param name="value">The value; NaN where it cannot be measured, such as the mean length of no words.</param>
    public void Score(int rule, double value) => _scores[rule] = value;

    /// <summary>
    /// Marks a part of the text (as the step met it, before any change of its own) that weighs against the document under a rule. Does nothing unless
    /// <see cref="WantsEvidence"/>.
    /// </summary>
    public void Mark(int rule, int start, int length) => _evidence?.Add(new Evidence(rule, start, length));

    /// <summary>A fact of the document by name, as the steps so far have left it; null where there is none.</summary>
    public string? GetMetadata(string key)
    {
        if (_metadata is null)
        {
            return Document.Metadata.TryGetValue(key, out var known) ? known : null;
        }

        var at = _metadata.FindIndex(pair => string.Equals(pair.Key, key, StringComparison.Ordinal));
        return at < 0 ? null : _metadata[at].Value;
    }

    /// <summary>Sets a fact of the document.</summary>
    public void SetMetadata(string key, string value)
    {
        _metadata ??= [.. Document.Metadata];
        var at = _metadata.FindIndex(pair => string.Equals(pair.Key, key, StringComparison.Ordinal));
        if (at < 0)
        {
            _metadata.Add(new(key, value));
        }
        else
        {
            _metadata[at] = new(key, value);
        }
    }

    /// <summary>The document as the steps have left it.</summary>
    public Document ToDocument() =>
        _metadata is null && ReferenceEquals(_text, Document.Text) ? Document
        : Document with { Text = _text, Metadata = _metadata is null ? Document.Metadata : new MetadataDictionary(_metadata) };
}

/// <summary>A part of a text that weighed against it.</summary>
/// <param name="Rule">The index of the rule in its step.</param>
/// <param name="Start">Where the part begins, in UTF-16 units of the text that the step met.</param>
/// <param name="Length">Its length.</param>
public readonly record struct Evidence(int Rule, int Start, int Length);
