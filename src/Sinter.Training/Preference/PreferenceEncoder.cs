using System.Text;
using Sinter.Data.Tuning;
using Sinter.Tokenizers;
using Sinter.Training.Examples;
using static System.FormattableString;

namespace Sinter.Training.Preference;

/// <summary>
/// Turns prompts and completions into passages: the prompt as a chat template writes it, or as plain text, then the completion with the token that ends it, which alone are trained. What is
/// too long is cut by rule and counted: a completion at its end (then it has no end to learn), the prompt from the left, both sides of a pair alike.
/// </summary>
public sealed class PreferenceEncoder
{
    /// <summary>Records that are looked at for the completion of another prompt.</summary>
    private const int MostTries = 64;

    private readonly Tokenizer _tokenizer;
    private readonly ChatTemplate? _template;
    private readonly int _maximumLength;
    private readonly int _maximumCompletion;

    /// <summary>Makes an encoder.</summary>
    /// <param name="tokenizer">Makes the tokens.</param>
    /// <param name="template">Writes conversations; null for plain texts, the messages of a prompt one behind another, between the tokens that begin and end a text.</param>
    /// <param name="maximumLength">The most tokens of a prompt and its completion together: the context of the model, or less.</param>
    /// <param name="maximumCompletion">The most tokens of a completion; 0 for all that a prompt leaves, of which it keeps a quarter of the length at least where it is that long.</param>
    /// <exception cref="ArgumentException">The lengths leave no room, or the tokenizer has no token that ends a text.</exception>
    public PreferenceEncoder(Tokenizer tokenizer, ChatTemplate? template, int maximumLength, int maximumCompletion = 0)
    {
        if (maximumLength < 8 || maximumCompletion < 0 || maximumCompletion >= maximumLength)
        {
            throw new ArgumentException(Invariant($"Texts of {maximumLength} tokens with completions of {maximumCompletion} leave no room; give at least 8 tokens, and fewer to completions."), nameof(maximumLength));
        }

        if (template is null && tokenizer.EndOfText is null)
        {
            throw new ArgumentException("The tokenizer has no token that ends a text, which completions without a chat template need; give a chat template.", nameof(tokenizer));
        }

        (_tokenizer, _template, _maximumLength, _maximumCompletion) = (tokenizer, template, maximumLength, maximumCompletion);
    }

    /// <summary>Encodes pairs.</summary>
    /// <exception cref="InvalidDataException">No pair is left.</exception>
    public EncodedPreferences Encode(IEnumerable<PreferenceRecord> records)
    {
        var tally = new Tally();
        foreach (var record in records)
        {
            tally.Add(Encode(record, tally));
        }

        return tally.Complete("preference pair");
    }

    /// <summary>Encodes single completions. Each prompt also comes with the completion of a record with another prompt, where there is one, for the estimate of the divergence (<see cref="KtoObjective"/>).</summary>
    /// <exception cref="InvalidDataException">No record is left.</exception>
    public EncodedPreferences Encode(IEnumerable<KtoRecord> records)
    {
        var tally = new Tally();
        var kept = new List<(SplitText Text, bool IsDesirable, int Bytes, int Record)>();
        foreach (var (index, record) in records.Index())
        {
            if (IsEmpty(record.Completion))
            {
                tally.EmptySides++;
            }
            else if (Split(record.Prompt, record.Completion, null, tally) is { } text)
            {
                kept.Add((text, record.IsDesirable, Encoding.UTF8.GetByteCount(record.Completion.Content), index));
            }
        }

        foreach (var (i, (text, isDesirable, bytes, record)) in kept.Index())
        {
            var completion = Cut(text, tally);
            var prompt = CutPrompt(text.Prompt, completion.Length, out var wasCut);
            tally.PromptsCut += wasCut ? 1 : 0;
            tally.Desirable += isDesirable ? 1 : 0;
            List<Passage> passages = [Marked(prompt, completion, isDesirable ? 1 : -1)];
            if (Foreign(i) is { } other)
            {
                passages.Add(Marked(prompt, other.AsSpan(0, Math.Min(other.Length, _maximumLength - prompt.Length)), 0));
            }

            tally.Add(new Example(passages) { TextBytes = bytes }, record);
        }

        return tally.Complete("completion") with { AreSingle = true };

        // Half the records further on, so that in a file of pairs both sides serve; that of another prompt, where one is near.
        int[]? Foreign(int i)
        {
            for (var step = 0; step < Math.Min(kept.Count - 1, MostTries); step++)
            {
                var other = kept[(i + Math.Max(1, kept.Count / 2) + step) % kept.Count].Text;
                if (!other.Prompt.AsSpan().SequenceEqual(kept[i].Text.Prompt))
                {
                    return other.Completion;
                }
            }

            return null;
        }
    }

    /// <summary>The tokens of one prompt with its completion, cut by the same rule, such as a reward model reads them.</summary>
    /// <exception cref="ArgumentException">The completion is empty, or the chat template refuses it.</exception>
    public int[] Encode(IReadOnlyList<ChatMessage> prompt, string completion)
    {
        var tally = new Tally();
        var text = Split(prompt, new ChatMessage("assistant", completion), null, tally)
            ?? throw new ArgumentException(tally.FirstRefusal ?? "A prompt and its completion have no tokens; give texts that are not empty.", nameof(completion));
        var answer = Cut(text, tally);
        return [.. CutPrompt(text.Prompt, answer.Length, out _), .. answer];
    }

    private static bool IsEmpty(ChatMessage message) => string.IsNullOrWhiteSpace(message.Content) && message.Json is null;

    private Example? Encode(PreferenceRecord record, Tally tally)
    {
        if (IsEmpty(record.Chosen) || IsEmpty(record.Rejected))
        {
            tally.EmptySides++;
            return null;
        }

        if (Split(record.Prompt, record.Chosen, record.Tools, tally) is not { } chosen || Split(record.Prompt, record.Rejected, record.Tools, tally) is not { } rejected)
        {
            return null;
        }

        var before = tally.CompletionsCut;
        var (good, bad) = (Cut(chosen, tally), Cut(rejected, tally));
        if (good.AsSpan().SequenceEqual(bad))
        {
            tally.CompletionsCut = before;
            tally.EqualSides++;
            return null;
        }

        var longest = Math.Max(good.Length, bad.Length);
        var prompt = CutPrompt(chosen.Prompt, longest, out var wasCut);
        tally.PromptsCut += wasCut ? 1 : 0;
        return new Example([
            Marked(prompt, good, (float)(record.Margin ?? 0)),
            Marked(CutPrompt(rejected.Prompt, longest, out _), bad, (float)(record.Margin ?? 0)),
        ])
        {
            TextBytes = Encoding.UTF8.GetByteCount(record.Chosen.Content),
        };
    }

    private static Passage Marked(ReadOnlySpan<int> prompt, ReadOnlySpan<int> completion, float mark)
    {
        int[] tokens = [.. prompt, .. completion];
        var trained = new bool[tokens.Length];
        trained.AsSpan(prompt.Length).Fill(true);
        var marks = new float[tokens.Length];
        Array.Fill(marks, mark);
        return Passage.OfText(tokens, trained) with { Numbers = [new float[tokens.Length], marks] };
    }

    /// <summary>A prompt and its completion as tokens; null, counted, where there are none.</summary>
    private SplitText? Split(IReadOnlyList<ChatMessage> prompt, ChatMessage completion, System.Text.Json.JsonElement? tools, Tally tally)
    {
        if (_template is null)
        {
            var before = new List<int>();
            if ((_tokenizer.BeginningOfText ?? _tokenizer.EndOfText) is { } beginning)
            {
                before.Add(beginning);
            }

            _tokenizer.Encode(string.Join('\n', prompt.Select(static message => message.Content)), before);
            return new SplitText([.. before], [.. _tokenizer.Encode(completion.Content), _tokenizer.EndOfText!.Value]);
        }

        EncodedChat chat;
        try
        {
            chat = _template.Encode(_tokenizer, new ChatConversation([.. prompt, completion]) { Tools = tools }, addGenerationPrompt: false);
        }
        catch (ChatTemplateException exception)
        {
            tally.Refused++;
            tally.FirstRefusal ??= exception.Message;
            return null;
        }

        // Only the last answer is compared: those within the prompt are the same on both sides.
        var end = Array.LastIndexOf(chat.Trained, true) + 1;
        var start = end == 0 ? 0 : Array.LastIndexOf(chat.Trained, false, end - 1) + 1;
        if (start == 0)
        {
            tally.EmptySides++;
            return null;
        }

        return new SplitText(chat.Ids[..start], chat.Ids[start..end]);
    }

    private int[] Cut(SplitText text, Tally tally)
    {
        var most = _maximumCompletion > 0 ? _maximumCompletion : _maximumLength - Math.Clamp(text.Prompt.Length, 1, Math.Max(1, _maximumLength / 4));
        if (text.Completion.Length <= most)
        {
            return text.Completion;
        }

        tally.CompletionsCut++;
        return text.Completion[..most];
    }

    /// <summary>The end of a prompt that fits before a completion of so many tokens; the token that begins a text stays.</summary>
    private int[] CutPrompt(int[] prompt, int completion, out bool wasCut)
    {
        var room = _maximumLength - completion;
        wasCut = prompt.Length > room;
        return !wasCut ? prompt
            : room > 1 && _tokenizer.IsSpecial(prompt[0]) ? [prompt[0], .. prompt[^(room - 1)..]]
            : prompt[^room..];
    }

    private sealed record SplitText(int[] Prompt, int[] Completion);

    private sealed class Tally
    {
        private readonly List<Example> _examples = [];
        private readonly List<int> _records = [];
        private int _seen;

        public int EqualSides { get; set; }

        public int EmptySides { get; set; }

        public int Refused { get; set; }

        public int PromptsCut { get; set; }

        public int CompletionsCut { get; set; }

        public int Desirable { get; set; }

        public string? FirstRefusal { get; set; }

        public void Add(Example? example) => Add(example, _seen++);

        public void Add(Example? example, int record)
        {
            if (example is not null)
            {
                _examples.Add(example);
                _records.Add(record);
            }
        }

        public EncodedPreferences Complete(string what) => _examples.Count > 0
            ? new EncodedPreferences(_examples)
            {
                Records = _records,
                EqualSides = EqualSides,
                EmptySides = EmptySides,
                Refused = Refused,
                PromptsCut = PromptsCut,
                CompletionsCut = CompletionsCut,
                Desirable = Desirable,
            }
            : throw new InvalidDataException(Invariant(
                $"No {what} is left to train on: {EqualSides} have equal sides, {EmptySides} an empty side and {Refused} are refused by the chat template{(FirstRefusal is null ? "" : $" ({FirstRefusal.TrimEnd('.')})")}; give records with a prompt and different, non-empty completions."));
    }
}
