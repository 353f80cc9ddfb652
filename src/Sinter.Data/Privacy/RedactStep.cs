using System.Globalization;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Privacy;

/// <summary>
/// Finds personal data and secrets in a document, measures how much there is before and after, and does to it what a policy says. With <see cref="Counts"/> it sets the metadata
/// <c>personalData</c> (such as <c>email=2,phone=1</c>; empty where nothing was found). The text alone is treated: ids, sources and other metadata stay.
/// </summary>
[CleaningStep("redact", "Masks, replaces or removes personal data and secrets such as e-mail addresses, telephone numbers, accounts and keys.", Gives = [CountsKey])]
public sealed class RedactStep : ICleaningStep
{
    /// <summary>The metadata key of the counts by kind.</summary>
    public const string CountsKey = "personalData";

    private const int Thousand = 1000;

    private readonly Lazy<(PersonalDataFinder Finder, PersonalRedactor Redactor)> _parts;

    /// <summary>Begins with nothing loaded.</summary>
    public RedactStep() => _parts = new(Open);

    /// <summary>What is done; see <see cref="PersonalPolicy.Parse"/>.</summary>
    [StepOption("mask, pseudonym, fake, remove, tag or keep; or by kind, as in email=pseudonym,*=mask.")]
    public string Policy { get; init; } = "mask";

    /// <summary>The kinds to find; empty for all.</summary>
    [StepOption("The kinds to find, such as email, phone, nationalId; empty for all.")]
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>How sure a find must be.</summary>
    [StepOption("How sure a find must be.", Least = 0, Most = 1)]
    public double MinimumScore { get; init; } = PersonalFinderOptions.DefaultMinimumScore;

    /// <summary>The file of the key of pseudonyms.</summary>
    [StepOption("The file of the key of pseudonyms, of at least 16 bytes.")]
    public string? KeyFile { get; init; }

    /// <summary>The file of what is passed over.</summary>
    [StepOption("A file of what is passed over, a line each: a value, @domain.org, or a pattern with * and ?.")]
    public string? AllowFile { get; init; }

    /// <summary>What fakes are chosen by, beside the id of the document.</summary>
    [StepOption("What fakes are chosen by, beside the id of the document.", Least = 0)]
    public int Seed { get; init; }

    /// <summary>Whether counts by kind are noted in the metadata.</summary>
    [StepOption("Whether the number of finds of each kind is noted in the metadata personalData.")]
    public bool Counts { get; init; }

    /// <summary>How many finds there may be for 1000 words.</summary>
    [StepOption("The greatest number of finds for 1000 words; a document with more is dropped.", Least = 0)]
    public double MaximumPerThousandWords { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            _ = _parts.Value;
            return
            [
                new("perThousandWords", "finds of personal data for 1000 words") { Maximum = MaximumPerThousandWords, MaximumOption = "maximumPerThousandWords" },
                new("found", "finds of personal data before"),
                new("left", "finds of personal data after, without those that were put in"),
            ];
        }
    }

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var (finder, redactor) = _parts.Value;
        var text = candidate.Text;
        var found = finder.Find(text);
        var left = 0;
        if (found.Count > 0)
        {
            foreach (var span in found)
            {
                candidate.Mark(0, span.Start, span.Length);
            }

            candidate.Score(0, (double)found.Count * Thousand / Math.Max(1, candidate.Analysis.Words.Length));
            var redacted = redactor.Redact(text, found, StableHash.Of(candidate.Document.Id));
            left = Left(text, found, redacted, finder);
            candidate.Text = redacted;
        }
        else
        {
            candidate.Score(0, 0);
        }

        candidate.Score(1, found.Count);
        candidate.Score(2, left);
        if (Counts)
        {
            candidate.SetMetadata(CountsKey, string.Join(',', found.CountBy(static span => span.Kind).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}"))));
        }
    }

    /// <summary>How many values that are found in a text afterwards were in it before.</summary>
    private static int Left(string before, IReadOnlyList<PersonalSpan> found, string after, PersonalDataFinder finder)
    {
        var values = found.Select(span => before.Substring(span.Start, span.Length)).ToHashSet(StringComparer.Ordinal);
        var lookup = values.GetAlternateLookup<ReadOnlySpan<char>>();
        var left = 0;
        foreach (var span in finder.Find(after))
        {
            left += lookup.Contains(after.AsSpan(span.Start, span.Length)) ? 1 : 0;
        }

        return left;
    }

    private (PersonalDataFinder Finder, PersonalRedactor Redactor) Open()
    {
        try
        {
            var policy = PersonalPolicy.Parse(Policy);
            if (policy.NeedsKey && string.IsNullOrEmpty(KeyFile))
            {
                throw new InvalidDataException("The step 'redact' needs the option 'keyFile' for pseudonyms: a file of at least 16 bytes by chance.");
            }

            if (AllowFile is not null && !File.Exists(AllowFile))
            {
                throw new InvalidDataException($"The file '{AllowFile}' of the option 'allowFile' of the step 'redact' does not exist.");
            }

            var finder = new PersonalDataFinder(new PersonalFinderOptions
            {
                Kinds = Kinds.Count == 0 ? null : Kinds,
                MinimumScore = MinimumScore,
                Allow = AllowFile is null ? PersonalAllowList.Empty : PersonalAllowList.Load(AllowFile),
            });
            return (finder, new PersonalRedactor(policy, policy.NeedsKey ? PseudonymKey.Load(KeyFile!) : null, (ulong)Seed));
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"The step 'redact' cannot be set up so: {fault.Message}", fault);
        }
    }
}
