using Sinter.Data.Cleaning;

namespace Sinter.Data.Augmentation;

/// <summary>Changes the words of a share of the documents in place; 'sinter data augment' makes copies instead.</summary>
[CleaningStep("augment", "Changes words of a share of the documents: deletion, swap, synonyms, insertion, case, typos.", Gives = [TextAugmenter.KindKey])]
public sealed class AugmentStep : ICleaningStep
{
    private TextAugmenter? _augmenter;

    /// <summary>The changes.</summary>
    [StepOption("The changes, of which each document gets one: deletion, swap, synonyms, insertion, case, keyboard, ocr.")]
    public IReadOnlyList<string> Changes { get; init; } = ["deletion", "swap"];

    /// <summary>The share of words.</summary>
    [StepOption("The share of words that change; at least one does.", Least = 0.0001, Most = 1)]
    public double Rate { get; init; } = 0.1;

    /// <summary>The share of documents.</summary>
    [StepOption("The share of documents that are changed, chosen by the hash of their ids.", Least = 0, Most = 1)]
    public double Documents { get; init; } = 1;

    /// <summary>The synonyms.</summary>
    [StepOption("A file with a word a line and its synonyms behind it, with commas between.")]
    public string? Synonyms { get; init; }

    /// <summary>The seed.</summary>
    [StepOption("The seed of what is chosen.", Least = 0, Most = int.MaxValue)]
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            try
            {
                _augmenter ??= new TextAugmenter(new AugmentationOptions
                {
                    Kinds = [.. Changes.Select(TextAugmenter.Kind)],
                    Rate = Rate,
                    Synonyms = Synonyms is null ? null : SynonymList.Read(Synonyms),
                    Seed = (ulong)Seed,
                });
            }
            catch (FileNotFoundException fault)
            {
                throw new InvalidDataException($"The step 'augment': {fault.Message}", fault);
            }

            return [];
        }
    }

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var id = candidate.Document.Id;

        // Another stream of the seed than the changes have, so that which documents change says nothing of how.
        if ((StableHash.Of(id, ~(ulong)Seed) >> 11) * (1.0 / (1UL << 53)) < Documents && _augmenter!.Change(candidate.Text, id, 1) is var (text, kind))
        {
            candidate.Text = text;
            candidate.SetMetadata(TextAugmenter.KindKey, TextAugmenter.Name(kind));
        }
    }
}
