using Sinter.Data.Cleaning;

namespace Sinter.Data.Content;

/// <summary>
/// Judges documents by their addresses alone, before anything of them is read, as RefinedWeb does (Penedo et al. 2023, appendix G.1): by lists of domains and addresses, by
/// words in the address of which one condemns, and by words of which it takes several. What was found stands in the metadata key <c>urlFilter</c>, also of what is dropped. The lists
/// are the user's; Sinter brings none along. A document without an address is kept.
/// </summary>
[CleaningStep("urlFilter", "Judges documents by their addresses: block lists of domains and addresses, and words in the address.", Gives = [TagKey])]
public sealed class UrlFilterStep : ICleaningStep
{
    private const string UrlKey = "url";
    private const string TagKey = "urlFilter";
    private const string Tag = "tag";

    private readonly Lazy<BlockList?> _blocked;
    private readonly Lazy<BadWords?> _words;
    private readonly Lazy<BadWords?> _parts;

    /// <summary>Begins without lists.</summary>
    public UrlFilterStep()
    {
        _blocked = new Lazy<BlockList?>(() => Lists.Count == 0 ? null : BlockList.Read(Lists));
        _words = new Lazy<BadWords?>(() => Load(Words, anywhere: false));
        _parts = new Lazy<BadWords?>(() => Load(WordParts, anywhere: true));
    }

    /// <summary>The block lists.</summary>
    [StepOption("Block lists: files with a domain or an address a line, hosts files, and folders with files named domains and urls.")]
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>The lists of words.</summary>
    [StepOption("Files with words that are looked for in addresses as whole words, behind each after tabs a weight and hard or soft.")]
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The lists of parts of words.</summary>
    [StepOption("The same for words that count also as parts of longer ones.")]
    public IReadOnlyList<string> WordParts { get; init; } = [];

    /// <summary>The most hard words.</summary>
    [StepOption("The most hard words in an address that is kept.", Least = 0)]
    public int MaximumHard { get; init; }

    /// <summary>The greatest weight of soft words.</summary>
    [StepOption("The greatest sum of the weights of soft words in an address that is kept: with 1 two words drop.", Least = 0)]
    public double MaximumSoft { get; init; } = 1;

    /// <summary>What becomes of hits.</summary>
    [StepOption("What becomes of documents whose addresses are not wanted: drop; or tag, which only notes what was found.", Allowed = ["drop", Tag])]
    public string Action { get; init; } = "drop";

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            if (_blocked.Value is null && _words.Value is null && _parts.Value is null)
            {
                throw new InvalidDataException("The step 'urlFilter' needs a list: give the option 'lists', 'words' or 'wordParts'; Sinter brings none along.");
            }

            var drops = Action is not Tag;
            return
            [
                new("blocked", "addresses that a list blocks") { Maximum = drops ? 0 : double.PositiveInfinity },
                new("hard", "hard words in the address") { Maximum = drops ? MaximumHard : double.PositiveInfinity, MaximumOption = "maximumHard" },
                new("soft", "sum of the weights of soft words in the address") { Maximum = drops ? MaximumSoft : double.PositiveInfinity, MaximumOption = "maximumSoft" },
            ];
        }
    }

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        if (candidate.GetMetadata(UrlKey) is not { Length: > 0 } url)
        {
            return;
        }

        var found = new List<string>();
        if (_blocked.Value?.Find(url) is { } entry)
        {
            found.Add(entry);
        }

        candidate.Score(0, found.Count);
        var (hard, soft) = (0, 0.0);
        var address = Uri.UnescapeDataString(WebAddress.Of(url));
        foreach (var list in new[] { _words.Value, _parts.Value })
        {
            foreach (var hit in list?.Find(address) ?? [])
            {
                var word = list!.Words[hit.Word];
                hard += word.IsHard ? 1 : 0;
                soft += word.IsHard ? 0 : word.Weight;
                found.Add($"{(word.IsHard ? "hard" : "soft")} word: {word.Text}");
            }
        }

        candidate.Score(1, hard);
        candidate.Score(2, soft);
        if (found.Count > 0)
        {
            candidate.SetMetadata(TagKey, string.Join("; ", found));
        }
    }

    private static BadWords? Load(IReadOnlyList<string> lists, bool anywhere) =>
        lists.Count == 0 ? null : new BadWords([.. lists.SelectMany(static list => BadWordFile.Read(list))], anywhere: anywhere);
}
