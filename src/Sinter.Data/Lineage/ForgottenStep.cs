using Sinter.Data.Cleaning;

namespace Sinter.Data.Lineage;

/// <summary>Drops what was forgotten before, so that no source brings it back.</summary>
[CleaningStep("forgotten", "Drops documents whose id or text stands in a list that 'sinter data forget' wrote.")]
public sealed class ForgottenStep : ICleaningStep
{
    private ForgottenList? _list;

    /// <summary>The list.</summary>
    [StepOption("The file forgotten.jsonl that 'sinter data forget' wrote into the folder forgotten.")]
    public string? List { get; init; }

    /// <summary>The key of the list.</summary>
    [StepOption("The file with the key that the list was made with; none without it.")]
    public string? Key { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            try
            {
                _list ??= ForgottenList.Read(List ?? throw new InvalidDataException("The step 'forgotten' has no list; name one as 'forgotten: { list: forgotten/forgotten.jsonl }'."), ForgottenHash.OfKeyFile(Key));
            }
            catch (IOException fault)
            {
                throw new InvalidDataException($"The step 'forgotten': {fault.Message}", fault);
            }

            return [new ScoreRule("forgotten", "1 for a document that was forgotten") { Maximum = 0 }];
        }
    }

    /// <inheritdoc/>
    public void Process(Candidate candidate) => candidate.Score(0, _list!.Holds(candidate.Document) ? 1 : 0);
}
