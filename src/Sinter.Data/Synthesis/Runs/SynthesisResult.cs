namespace Sinter.Data.Synthesis;

/// <summary>What a synthesis did.</summary>
public sealed class SynthesisResult
{
    private readonly SortedDictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _templates = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<SynthesisKind, long> _kinds = [];

    /// <summary>The documents that were read.</summary>
    public long Documents { get; internal set; }

    /// <summary>The documents that something was kept of.</summary>
    public long UsedDocuments { get; internal set; }

    /// <summary>The chunks that something was to be made of, each kind counted.</summary>
    public long Chunks { get; internal set; }

    /// <summary>The chunks that an earlier run had done.</summary>
    public long ResumedChunks { get; internal set; }

    /// <summary>The records of the inputs that could not be read.</summary>
    public long Broken { get; internal set; }

    /// <summary>The first of them; null where there is none.</summary>
    public string? FirstBroken { get; internal set; }

    /// <summary>The drafts that were judged.</summary>
    public long Made { get; internal set; }

    /// <summary>The drafts beyond what was wanted of their chunk or document, which were not judged.</summary>
    public long PassedOver { get; internal set; }

    /// <summary>The items that were kept.</summary>
    public long Kept { get; internal set; }

    /// <summary>The items that repeat earlier ones.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>How many items each rule refused.</summary>
    public IReadOnlyDictionary<string, long> Refused => _refused;

    /// <summary>How many items of each kind were kept.</summary>
    public IReadOnlyDictionary<SynthesisKind, long> Kinds => _kinds;

    /// <summary>How many items of each template were kept.</summary>
    public IReadOnlyDictionary<string, long> Templates => _templates;

    /// <summary>How many chunks nothing could be made of, by the name of the fault.</summary>
    public IReadOnlyDictionary<string, long> Faults => _faults;

    /// <summary>The first of these faults, in one sentence; null where there is none.</summary>
    public string? FirstFault { get; private set; }

    /// <summary>How often a model was asked, retries and earlier runs too.</summary>
    public long Requests { get; internal set; }

    /// <summary>The tokens that it read, as far as it said so.</summary>
    public long PromptTokens { get; internal set; }

    /// <summary>The tokens that it wrote, as far as it said so.</summary>
    public long CompletionTokens { get; internal set; }

    /// <summary>Whether it ended since the limit of items was reached.</summary>
    public bool IsLimited { get; internal set; }

    internal void CountRefused(string rule) => _refused[rule] = _refused.GetValueOrDefault(rule) + 1;

    internal void CountFault(string name, string sentence)
    {
        _faults[name] = _faults.GetValueOrDefault(name) + 1;
        FirstFault ??= sentence;
    }

    internal void CountKept(SynthesisDraft draft)
    {
        Kept++;
        _kinds[draft.Kind] = _kinds.GetValueOrDefault(draft.Kind) + 1;
        var name = $"{SynthesisKinds.Name(draft.Kind)}/{draft.Template}";
        _templates[name] = _templates.GetValueOrDefault(name) + 1;
    }
}
