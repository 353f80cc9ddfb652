using System.Buffers;
using System.Globalization;
using System.Text;
using Sinter.Data.Cleaning;
using Sinter.Data.FastText;

namespace Sinter.Data.Language;

/// <summary>
/// Judges a document with any fastText model with labels, such as one that <c>sinter data classifier train</c> made from good and bad pages: its score is the probability of a label. Line feeds
/// are spaces.
/// </summary>
[CleaningStep("classifier", "Judges a document by the probability that a fastText model gives to a label.")]
public sealed class ClassifierStep : ICleaningStep
{
    private IReadOnlyList<ScoreRule>? _rules;
    private FastTextModel? _model;
    private int _label;

    /// <summary>The model file (<c>.bin</c> or <c>.ftz</c>).</summary>
    [StepOption("The fastText model file.")]
    public string? Model { get; init; }

    /// <summary>The label whose probability is the score, without its prefix.</summary>
    [StepOption("The label whose probability is the score, without __label__.")]
    public string? Label { get; init; }

    /// <summary>The least probability that is kept.</summary>
    [StepOption("The least probability that is kept.", Least = 0, Most = 1)]
    public double Minimum { get; init; }

    /// <summary>The greatest probability that is kept.</summary>
    [StepOption("The greatest probability that is kept.", Least = 0, Most = 1)]
    public double Maximum { get; init; } = 1;

    /// <summary>How much of a text is judged at most.</summary>
    [StepOption("How many characters from the start of a document are judged at most.", Least = 1)]
    public int MaximumCharacters { get; init; } = 100_000;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules => _rules ??= Open();

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        _ = Rules;
        var text = candidate.Text.AsSpan(0, Math.Min(candidate.Text.Length, MaximumCharacters));
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var line = utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8));
        line.Replace((byte)'\n', (byte)' ');
        var labels = _model!.Labels.Count;
        var top = ArrayPool<Prediction>.Shared.Rent(labels);
        var found = top.AsSpan(0, _model.Predict(line, top.AsSpan(0, labels)));
        var probability = found.IsEmpty ? double.NaN : 0.0;
        foreach (var prediction in found)
        {
            if (prediction.Label == _label)
            {
                probability = prediction.Probability;
                break;
            }
        }

        ArrayPool<Prediction>.Shared.Return(top);
        ArrayPool<byte>.Shared.Return(utf8);
        candidate.Score(0, probability);
    }

    private IReadOnlyList<ScoreRule> Open()
    {
        if (Model is null || Label is null)
        {
            throw new InvalidDataException("The step classifier needs a model (a fastText file) and a label of it.");
        }

        if (Minimum > Maximum)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The step classifier keeps probabilities from {Minimum} to {Maximum}, which is nothing."));
        }

        _model = FastTextModel.Load(Model);
        _label = _model.Settings.Model == FastTextSettings.Supervised ? _model.Labels.ToList().IndexOf(Label) : -1;
        return _label < 0
            ? throw new InvalidDataException($"{Model}: the model has no label '{Label}'. Its labels are {string.Join(", ", _model.Labels.Take(50))}.")
            : [new ScoreRule("probability", $"probability of {Label}") { Minimum = Minimum, Maximum = Maximum, MinimumOption = "minimum", MaximumOption = "maximum" }];
    }
}
