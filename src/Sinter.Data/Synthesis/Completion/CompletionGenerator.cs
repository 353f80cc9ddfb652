using System.Globalization;

namespace Sinter.Data.Synthesis;

/// <summary>
/// Makes drafts by asking a model: one request for each chunk and kind, for items as JSON, which is read tolerantly; an answer that cannot be read is asked for again with another seed, then told as a fault.
/// With templates of the user one request for each prompt, whose answer is taken as it is.
/// </summary>
public sealed class CompletionGenerator : ISynthesisGenerator
{
    /// <summary>The name of the fault of an answer that cannot be read.</summary>
    internal const string Unreadable = "unreadable";

    private static readonly string[] QuestionKeys = ["question", "q", "instruction", "prompt", "input", "original", "sentence", "task"];
    private static readonly string[] AnswerKeys = ["answer", "a", "response", "output", "completion", "paraphrase", "good", "chosen"];
    private static readonly string[] WorseKeys = ["worse", "rejected", "bad"];

    private readonly ITextCompletion _model;
    private readonly CompletionGeneratorOptions _options;
    private readonly UserTemplateRule[] _templates;

    /// <summary>Begins.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public CompletionGenerator(ITextCompletion model, CompletionGeneratorOptions options)
    {
        if (!(options.Temperature is >= 0 and <= 2) || options.MaximumTokens < 1 || options.Repeats < 0)
        {
            throw new ArgumentException("The temperature is from 0 to 2, an answer has at least 1 token, and repeats are 0 or more.", nameof(options));
        }

        if (options.Templates.FirstOrDefault(static template => template.Response is not null) is { } closed)
        {
            throw new ArgumentException($"The template '{closed.Name}' has a response, and a model is asked for it; take out the response, or make items without a model.", nameof(options));
        }

        _model = model;
        _options = options;
        _templates = [.. options.Templates.Select(static template => new UserTemplateRule(template))];
        Kinds = _templates.Length == 0 ? Enum.GetValues<SynthesisKind>() : [.. _templates.Select(static template => template.Kind).Distinct().Order()];
        Settings = string.Create(
            CultureInfo.InvariantCulture,
            $"model={model.Name} prompts={CompletionPrompts.Version} temperature={options.Temperature} tokens={options.MaximumTokens} seed={options.Seed} judge={options.Judge?.Settings ?? "none"} {string.Join('\n', options.Templates)}");
    }

    /// <inheritdoc/>
    public string Name => _model.Name;

    /// <inheritdoc/>
    public bool IsCostly => true;

    /// <inheritdoc/>
    public string Settings { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SynthesisKind> Kinds { get; }

    /// <inheritdoc/>
    /// <exception cref="CompletionException">The model refuses all requests.</exception>
    public async Task<SynthesisDrafts> MakeAsync(SourceChunk chunk, SynthesisKind kind, int count, CancellationToken cancellation)
    {
        var tally = new Tally();
        try
        {
            var drafts = _templates.Length == 0 ? await AskForItemsAsync(chunk, kind, count, tally, cancellation).ConfigureAwait(false) : await AskTemplatesAsync(chunk, kind, count, tally, cancellation).ConfigureAwait(false);
            if (drafts is not null && _options.Judge is { } judge)
            {
                for (var i = 0; i < drafts.Count; i++)
                {
                    drafts[i] = await judge.JudgeAsync(chunk, drafts[i], _options.Seed, tally, cancellation).ConfigureAwait(false);
                }
            }

            return drafts is not null ? tally.Of(drafts)
                : tally.Of([], "The model's answer has no items that could be read, also when asked again.", Unreadable);
        }
        catch (CompletionException fault) when (!fault.IsFinal)
        {
            tally.Requests += fault.Requests;
            return tally.Of([], fault.Message, fault.Name);
        }
    }

    /// <inheritdoc/>
    public string Preview(SourceChunk chunk, SynthesisKind kind, int count) => _templates.Length == 0
        ? $"[system] {CompletionPrompts.MakerSystem}\n[user] {CompletionPrompts.Make(chunk, kind, count, _options.Seed)}\n"
        : string.Join('\n', Prompts(chunk, kind).Take(count).Select(static draft => $"[user] {draft.Prompt}\n"));

    /// <summary>The items of an answer; none where it says so, and null where it cannot be read.</summary>
    private async Task<List<SynthesisDraft>?> AskForItemsAsync(SourceChunk chunk, SynthesisKind kind, int count, Tally tally, CancellationToken cancellation)
    {
        var prompt = CompletionPrompts.Make(chunk, kind, count, _options.Seed);
        for (var repeat = 0; repeat <= _options.Repeats; repeat++)
        {
            var answer = await tally.AskAsync(_model, new CompletionRequest(CompletionPrompts.MakerSystem, prompt, _options.MaximumTokens, _options.Temperature, SeedOf(chunk, kind, repeat)), cancellation).ConfigureAwait(false);
            var drafts = AnswerJson.Objects(answer).Select(fields => Draft(fields, kind)).OfType<SynthesisDraft>().Take(count).ToList();
            if (drafts.Count > 0 || AnswerJson.IsEmptyList(answer))
            {
                return drafts;
            }
        }

        return null;
    }

    private async Task<List<SynthesisDraft>> AskTemplatesAsync(SourceChunk chunk, SynthesisKind kind, int count, Tally tally, CancellationToken cancellation)
    {
        var drafts = new List<SynthesisDraft>();
        foreach (var draft in Prompts(chunk, kind).Take(count))
        {
            var answer = await tally.AskAsync(_model, new CompletionRequest(null, draft.Prompt, _options.MaximumTokens, _options.Temperature, SeedOf(chunk, kind, drafts.Count)), cancellation).ConfigureAwait(false);
            drafts.Add(draft with { Response = answer.Trim() });
        }

        return drafts;
    }

    private IEnumerable<SynthesisDraft> Prompts(SourceChunk chunk, SynthesisKind kind) => _templates.Where(template => template.Kind == kind).SelectMany(template => template.Make(chunk.Sentences, _options.Seed));

    /// <summary>An item of what the model said; null where a part of it is missing.</summary>
    private static SynthesisDraft? Draft(IReadOnlyDictionary<string, string> fields, SynthesisKind kind)
    {
        var (question, answer, worse) = (First(fields, QuestionKeys), First(fields, AnswerKeys), First(fields, WorseKeys));
        return question is null || answer is null || (kind == SynthesisKind.Preference && worse is null) ? null
            : new SynthesisDraft(kind, $"{SynthesisKinds.Name(kind)}-{CompletionPrompts.Version}", kind == SynthesisKind.Paraphrase ? $"Say this in other words: {question}" : question, answer, kind == SynthesisKind.Preference ? worse : null);
    }

    private static string? First(IReadOnlyDictionary<string, string> fields, string[] keys)
    {
        foreach (var key in keys)
        {
            if (fields.TryGetValue(key, out var value))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>31 bits, as some servers take no more.</summary>
    private long SeedOf(SourceChunk chunk, SynthesisKind kind, int number) =>
        (long)(StableHash.Of(string.Create(CultureInfo.InvariantCulture, $"{chunk.Document.Id}\n{chunk.Start}\n{SynthesisKinds.Name(kind)}\n{number}"), _options.Seed) >> 33);

    /// <summary>What a chunk took.</summary>
    internal sealed class Tally
    {
        public int Requests { get; set; }

        private long PromptTokens { get; set; }

        private long CompletionTokens { get; set; }

        public async Task<string> AskAsync(ITextCompletion model, CompletionRequest request, CancellationToken cancellation)
        {
            var answer = await model.CompleteAsync(request, cancellation).ConfigureAwait(false);
            Requests += answer.Requests;
            PromptTokens += answer.PromptTokens;
            CompletionTokens += answer.CompletionTokens;
            return answer.Text;
        }

        public SynthesisDrafts Of(IReadOnlyList<SynthesisDraft> drafts, string? fault = null, string? name = null) => new(drafts, Requests, PromptTokens, CompletionTokens, fault, name);
    }
}
