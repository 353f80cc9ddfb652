using System.Globalization;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Content;

/// <summary>
/// Finds unwanted words and phrases of the user's lists, and drops the document, masks the words or notes how many there are. As C4 was made, one hard word drops a document
/// (Raffel et al. 2020, section 2.2); soft words are weighed together. Sinter brings no list along.
/// </summary>
[CleaningStep("badWords", "Finds unwanted words of your lists: drops the document, masks the words, or notes them.", Gives = [TagKey])]
public sealed class BadWordsStep : ICleaningStep
{
    private const string TagKey = "badWords";
    private const string Mask = "mask";
    private const string Tag = "tag";

    private readonly Lazy<BadWords> _words;

    /// <summary>Begins without lists.</summary>
    public BadWordsStep() => _words = new Lazy<BadWords>(Load);

    /// <summary>The lists.</summary>
    [StepOption("Files with a word or phrase a line, behind it after tabs a weight and hard or soft; 'de=FILE' for documents of one language only, as a language step found it.")]
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>What becomes of hits.</summary>
    [StepOption("What becomes of documents with hits: drop; mask, which puts signs for the letters; or tag, which notes the number of hits.", Allowed = ["drop", Mask, Tag])]
    public string Action { get; init; } = "drop";

    /// <summary>The most hits of hard words.</summary>
    [StepOption("The most hits of hard words in a document that is kept.", Least = 0)]
    public int MaximumHard { get; init; }

    /// <summary>The greatest weight of all soft words.</summary>
    [StepOption("The greatest sum of the weights of soft words in a document that is kept.", Least = 0)]
    public double MaximumSoft { get; init; } = double.PositiveInfinity;

    /// <summary>The greatest share of characters.</summary>
    [StepOption("The greatest share of the characters that hits of any kind may make.", Least = 0, Most = 1)]
    public double MaximumShare { get; init; } = 1;

    /// <summary>What letters are masked with.</summary>
    [StepOption("The sign that masked letters become.")]
    public string MaskSign { get; init; } = "*";

    /// <summary>Whether wide and other forms of characters are those characters.</summary>
    [StepOption("Whether wide, circled and other forms of a character are that character (NFKC).")]
    public bool Compatibility { get; init; }

    /// <summary>Whether common disguises are looked through.</summary>
    [StepOption("Whether signs and digits that stand for letters are those letters, as in b@dw0rd.")]
    public bool Disguises { get; init; }

    /// <summary>Whether repeated letters are one or two.</summary>
    [StepOption("Whether three or more of one letter in a row are one or two.")]
    public bool RepeatedLetters { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            _ = _words.Value;
            if (MaskSign.Length != 1)
            {
                throw new InvalidDataException("The option 'maskSign' of the step 'badWords' must be one character.");
            }

            var drops = Action is not (Mask or Tag);
            return
            [
                new("hard", "hits of hard words") { Maximum = drops ? MaximumHard : double.PositiveInfinity, MaximumOption = "maximumHard" },
                new("soft", "sum of the weights of hits of soft words") { Maximum = drops ? MaximumSoft : double.PositiveInfinity, MaximumOption = "maximumSoft" },
                new("share", "share of characters in hits") { Maximum = drops ? MaximumShare : double.PositiveInfinity, MaximumOption = "maximumShare" },
            ];
        }
    }

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        var text = candidate.Text;
        var words = _words.Value;
        var hits = words.Find(text, candidate.GetMetadata("language"));
        var (hard, soft, characters) = (0, 0.0, 0L);
        foreach (var hit in hits)
        {
            var word = words.Words[hit.Word];
            hard += word.IsHard ? 1 : 0;
            soft += word.IsHard ? 0 : word.Weight;
            characters += hit.Length;
            candidate.Mark(word.IsHard ? 0 : 1, hit.Start, hit.Length);
        }

        candidate.Score(0, hard);
        candidate.Score(1, soft);
        candidate.Score(2, text.Length == 0 ? 0 : (double)characters / text.Length);
        if (Action is Mask && hits.Count > 0)
        {
            candidate.Text = Masked(text, hits);
        }
        else if (Action is Tag)
        {
            candidate.SetMetadata(TagKey, hits.Count.ToString(CultureInfo.InvariantCulture));
        }
    }

    private string Masked(string text, IReadOnlyList<BadWordHit> hits) => string.Create(text.Length, (text, hits, MaskSign), static (span, state) =>
    {
        state.text.CopyTo(span);
        foreach (var hit in state.hits)
        {
            foreach (ref var character in span.Slice(hit.Start, hit.Length))
            {
                character = char.IsWhiteSpace(character) ? character : state.MaskSign[0];
            }
        }
    });

    private BadWords Load()
    {
        if (Lists.Count == 0)
        {
            throw new InvalidDataException("The step 'badWords' needs the option 'lists': files with a word or phrase a line; Sinter brings none along.");
        }

        var words = Lists.SelectMany(static list => list.IndexOf('=', StringComparison.Ordinal) is var sign and > 0 && !File.Exists(list)
            ? BadWordFile.Read(list[(sign + 1)..], list[..sign])
            : BadWordFile.Read(list)).ToList();
        try
        {
            return new BadWords(words, new MatchingOptions(Compatibility, Disguises, RepeatedLetters));
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }
}
