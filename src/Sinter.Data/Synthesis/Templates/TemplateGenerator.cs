using System.Globalization;
using System.Text;

namespace Sinter.Data.Synthesis;

/// <summary>
/// Makes drafts without a model: by the rules that come with Sinter, which read English, or by templates of the user. Each rule gives its best before any gives its second, so that few items
/// from a text are of many forms.
/// </summary>
public sealed class TemplateGenerator : ISynthesisGenerator
{
    private static readonly ITemplateRule[] BuiltIn = [.. QuestionRules.All, .. PassageRules.All, .. ParaphraseRules.All];

    private readonly ITemplateRule[] _rules;
    private readonly ulong _seed;

    /// <summary>Begins with the rules that come with Sinter.</summary>
    /// <param name="seed">What phrasings and choices derive from.</param>
    public TemplateGenerator(ulong seed = 42)
        : this(BuiltIn, seed, "built-in")
    {
        Kinds = Enum.GetValues<SynthesisKind>();
    }

    /// <summary>Begins with templates of the user.</summary>
    /// <param name="templates">The templates; each has a response.</param>
    /// <param name="seed">What choices derive from.</param>
    /// <exception cref="ArgumentException">There is no template, or one has no response.</exception>
    public TemplateGenerator(IReadOnlyList<SynthesisTemplate> templates, ulong seed = 42)
        : this([.. templates.Select(static template => new UserTemplateRule(template))], seed, string.Join('\n', templates))
    {
        Kinds = [.. templates.Select(static template => template.Kind).Distinct().Order()];
        if (templates.Count == 0)
        {
            throw new ArgumentException("There is no template to synthesize with.", nameof(templates));
        }

        if (templates.FirstOrDefault(static template => template.Response is null) is { } open)
        {
            throw new ArgumentException($"The template '{open.Name}' has no response, so a model must answer it: name an endpoint or a local model, or give it a response.", nameof(templates));
        }
    }

    private TemplateGenerator(ITemplateRule[] rules, ulong seed, string settings)
    {
        _rules = rules;
        _seed = seed;
        Settings = string.Create(CultureInfo.InvariantCulture, $"templates seed={seed} {settings}");
        Kinds = [];
    }

    /// <summary>The rules that come with Sinter: name, kind and what they do.</summary>
    public static IReadOnlyList<(string Name, SynthesisKind Kind, string Description)> Rules { get; } =
        [.. BuiltIn.Select(static rule => (rule.Name, rule.Kind, rule.Description)), ("worse-answer", SynthesisKind.Preference, "A question of the rules above with its answer, and with another number, name or sentence of the text, or the answer cut off.")];

    /// <inheritdoc/>
    public string Name => "templates";

    /// <inheritdoc/>
    public bool IsCostly => false;

    /// <inheritdoc/>
    public string Settings { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SynthesisKind> Kinds { get; }

    /// <inheritdoc/>
    public Task<SynthesisDrafts> MakeAsync(SourceChunk chunk, SynthesisKind kind, int count, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(new SynthesisDrafts(Make(chunk, kind)));
    }

    /// <inheritdoc/>
    public string Preview(SourceChunk chunk, SynthesisKind kind, int count)
    {
        var preview = new StringBuilder();
        foreach (var draft in Make(chunk, kind).Take(count))
        {
            preview.Append(CultureInfo.InvariantCulture, $"[{draft.Template}] {draft.Prompt}\n-> {draft.Response}\n");
            if (draft.Rejected is not null)
            {
                preview.Append(CultureInfo.InvariantCulture, $"not {draft.Rejected}\n");
            }
        }

        return preview.Length == 0 ? "(no template fits this chunk)\n" : preview.ToString();
    }

    private List<SynthesisDraft> Make(SourceChunk chunk, SynthesisKind kind)
    {
        var own = _rules.Where(rule => rule.Kind == kind).ToArray();
        return kind == SynthesisKind.Preference && own.Length == 0
            ? [.. Interleave(_rules.Where(static rule => rule.Kind == SynthesisKind.Qa), chunk).Select(draft => Pair(draft, chunk)).OfType<SynthesisDraft>()]
            : Interleave(own, chunk);
    }

    private SynthesisDraft? Pair(SynthesisDraft draft, SourceChunk chunk) => WorseAnswer.Of(draft, chunk.Sentences, _seed) is var (worse, way)
        ? new SynthesisDraft(SynthesisKind.Preference, $"{draft.Template}/{way}", draft.Prompt, draft.Response, worse)
        : null;

    /// <summary>The first of each rule, then the second of each; within a rule the order is by hash.</summary>
    private List<SynthesisDraft> Interleave(IEnumerable<ITemplateRule> rules, SourceChunk chunk)
    {
        var made = rules.Select(rule => rule.Make(chunk.Sentences, _seed).OrderBy(draft => StableHash.Of(draft.Prompt, _seed)).ThenBy(static draft => draft.Prompt, StringComparer.Ordinal).Take(rule.MostOfChunk).ToList()).ToList();
        var drafts = new List<SynthesisDraft>();
        for (var round = 0; made.Exists(list => list.Count > round); round++)
        {
            drafts.AddRange(made.Where(list => list.Count > round).Select(list => list[round]));
        }

        return drafts;
    }
}
