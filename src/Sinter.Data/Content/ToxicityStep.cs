using System.Globalization;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Content;

/// <summary>
/// Measures how likely people would call a document toxic, as a whole and by its worst line: insults drown in a long document. With the action <c>tag</c> nothing is dropped, and
/// the score becomes a fact of the document.
/// </summary>
[CleaningStep("toxicity", "Measures how toxic a document and its worst line are, with the model that comes along (English) or another one.", Gives = [TagKey])]
public sealed class ToxicityStep : ICleaningStep
{
    private const string TagKey = "toxicity";
    private const string TagAction = "tag";
    private const int ShortestLine = 10;

    private readonly Lazy<ToxicityModel> _model;

    /// <summary>Begins with the model that comes along.</summary>
    public ToxicityStep() => _model = new Lazy<ToxicityModel>(Load);

    /// <summary>The file of the model.</summary>
    [StepOption("The file of a model that 'sinter data toxicity train' made; the English one that comes along without it.")]
    public string? Model { get; init; }

    /// <summary>What becomes of documents.</summary>
    [StepOption("What becomes of documents with higher scores: drop; or tag, which drops none and notes the score of all.", Allowed = ["drop", TagAction])]
    public string Action { get; init; } = "drop";

    /// <summary>The greatest score of a document.</summary>
    [StepOption("The greatest score of the whole document, from 0 to 1.", Least = 0, Most = 1)]
    public double Maximum { get; init; } = 0.9;

    /// <summary>The greatest score of a line.</summary>
    [StepOption("The greatest score of its worst line of at least ten characters; 1 for any.", Least = 0, Most = 1)]
    public double MaximumOfLines { get; init; } = 1;

    /// <summary>How much of a text is judged at most.</summary>
    [StepOption("How many characters from the start of a document are judged at most.", Least = 1)]
    public int MaximumCharacters { get; init; } = 100_000;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            _ = _model.Value;
            var drops = Action is not TagAction;
            return
            [
                new("score", "probability that people call it toxic") { Maximum = drops ? Maximum : double.PositiveInfinity, MaximumOption = "maximum" },
                new("worstLine", "the same of its worst line") { Maximum = drops ? MaximumOfLines : double.PositiveInfinity, MaximumOption = "maximumOfLines" },
            ];
        }
    }

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var text = candidate.Text.AsSpan(0, Math.Min(candidate.Text.Length, MaximumCharacters));
        var score = _model.Value.Score(text);
        var (worst, start, length) = (0.0, 0, 0);
        for (var at = 0; at < text.Length;)
        {
            var end = text[at..].IndexOf('\n') is var step and >= 0 ? at + step : text.Length;
            if (end - at >= ShortestLine && _model.Value.Score(text[at..end]) is var line && line > worst)
            {
                (worst, start, length) = (line, at, end - at);
            }

            at = end + 1;
        }

        candidate.Score(0, score);
        candidate.Score(1, worst);
        if (worst > 0)
        {
            candidate.Mark(0, start, length);
            candidate.Mark(1, start, length);
        }

        if (Action is TagAction)
        {
            candidate.SetMetadata(TagKey, score.ToString("0.0000", CultureInfo.InvariantCulture));
        }
    }

    private ToxicityModel Load() => string.IsNullOrEmpty(Model) ? ToxicityModel.Default
        : File.Exists(Model) ? ToxicityModel.Load(Model)
        : throw new InvalidDataException($"The model '{Model}' of the step 'toxicity' does not exist.");
}
