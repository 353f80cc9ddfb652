using Sinter.Data.Cleaning.Quality;

namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>
/// Measures how well an n-gram language model foretells a text: its perplexity for a token, the ends of lines included, as CCNet has it (Wenzek et al. 2020). Text like
/// the model's own scores low, broken text high. The model is a file of <see cref="NgramModelFile"/> or, by the ending <c>.arpa</c> or <c>.arpa.gz</c>, in the
/// ARPA format; none comes along.
/// </summary>
[CleaningStep("perplexity", "Measures how well an n-gram language model foretells a text.")]
public sealed class PerplexityStep : ICleaningStep
{
    private readonly Lazy<NgramLanguageModel> _model;

    /// <summary>Begins with no model.</summary>
    public PerplexityStep() => _model = new Lazy<NgramLanguageModel>(LoadModel);

    /// <summary>The file of the model.</summary>
    [StepOption("The file of the model: one that Sinter trained, or .arpa or .arpa.gz.")]
    public string? Model { get; init; }

    /// <summary>What a token of a model in the ARPA format is.</summary>
    [StepOption("What a token of an ARPA model is; other models say it themselves.", Allowed = ["word", "whiteSpace", "character"])]
    public string ArpaUnit { get; init; } = "whiteSpace";

    /// <summary>Whether a model in the ARPA format knows small letters only.</summary>
    [StepOption("Whether an ARPA model knows small letters only; other models say it themselves.")]
    public bool ArpaLowerCase { get; init; }

    /// <summary>The least perplexity.</summary>
    [StepOption("The least perplexity of a token.", Least = 0)]
    public double Minimum { get; init; }

    /// <summary>The greatest perplexity.</summary>
    [StepOption("The greatest perplexity of a token.", Least = 1)]
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            Bounds.Check("minimum", Minimum, "maximum", Maximum);
            _ = _model.Value;
            return [new("perplexity", "perplexity of a token") { Minimum = Minimum, Maximum = Maximum, MinimumOption = "minimum", MaximumOption = "maximum" }];
        }
    }

    /// <inheritdoc/>
    public void Process(Candidate candidate) => candidate.Score(0, _model.Value.Perplexity(candidate.Analysis));

    private NgramLanguageModel LoadModel()
    {
        if (string.IsNullOrEmpty(Model))
        {
            throw new InvalidDataException("The step 'perplexity' needs the option 'model': the file of an n-gram model, which training on good text makes.");
        }

        if (!File.Exists(Model))
        {
            throw new InvalidDataException($"The n-gram model '{Model}' of the step 'perplexity' does not exist.");
        }

        return Model.EndsWith(".arpa", StringComparison.OrdinalIgnoreCase) || Model.EndsWith(".arpa.gz", StringComparison.OrdinalIgnoreCase)
            ? ArpaFile.Load(Model, Enum.Parse<NgramUnit>(ArpaUnit, ignoreCase: true), ArpaLowerCase)
            : NgramModelFile.Load(Model);
    }
}
