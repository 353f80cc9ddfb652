using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training.Examples;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>Reads the items of tasks that write text: a source and its target, and conversations of which the assistant's answers alone are trained.</summary>
internal sealed class TextTaskReader
{
    private readonly TaskDescription _task;
    private readonly Tokenizer _tokenizer;
    private readonly ChatTemplate? _template;
    private readonly TaskFrame? _frame;
    private readonly int _length;
    private readonly int _end;
    private readonly int[] _virtual;

    /// <summary>Prepares to read.</summary>
    /// <exception cref="InvalidDataException">Task, model and tokenizer do not go together.</exception>
    public TextTaskReader(TaskDescription task, ModelConfig config, Tokenizer tokenizer, ChatTemplate? template, int virtualTokens = 0)
    {
        _virtual = new int[virtualTokens];
        if (tokenizer.VocabularySize > config.VocabularySize)
        {
            throw new InvalidDataException(Invariant($"The tokenizer has {tokenizer.VocabularySize} tokens and the model only {config.VocabularySize}; they do not belong together."));
        }

        if (config.Kind == ModelKind.Encoder)
        {
            throw new InvalidDataException($"An encoder of the family {config.Family} writes no text, as the task {task.Task} asks; take a decoder or an encoder-decoder.");
        }

        if (task.Task == TaskKind.Instruct && template is null)
        {
            throw new InvalidDataException("Conversations need a chat template, and the model has none; name one.");
        }

        (_task, _tokenizer, _template) = (task, tokenizer, template);
        _end = tokenizer.EndOfText ?? throw new InvalidDataException("The tokenizer has no token that ends a text, so a model could not learn to stop; take one that has.");
        _frame = config.Kind == ModelKind.EncoderDecoder ? null : new TaskFrame(config, tokenizer);
        _length = (task.MaximumLength == 0 ? config.ContextLength : task.MaximumLength) - virtualTokens;
        if (_length + virtualTokens > config.ContextLength || _length < 4)
        {
            throw new InvalidDataException(Invariant($"Texts of up to {_length} tokens are asked for{(virtualTokens > 0 ? " behind those of the adapter" : "")}, and the model reads {config.ContextLength}; give a maximum length from 4 to that."));
        }
    }

    /// <summary>The passage of an item, null where nothing can be trained; whether it was cut; and the text that is trained.</summary>
    public (Passage? Passage, bool IsCut, string Answer) Read(TaskItem item)
    {
        var (passage, isCut, answer) = _task.Task == TaskKind.Instruct ? Conversation(item) : Pair(item);
        return _virtual.Length == 0 || passage is null
            ? (passage, isCut, answer)
            : (new Passage([.. _virtual, .. passage.Tokens], [.. Enumerable.Repeat(-1, _virtual.Length), .. passage.Targets]), isCut, answer);
    }

    /// <summary>What stands before the answer.</summary>
    public int[] Prompt(TaskItem item)
    {
        if (_task.Task == TaskKind.Instruct)
        {
            var conversation = item.Conversation ?? throw new InvalidDataException("An item of the task Instruct lacks a conversation; give it.");
            var ids = _template!.Encode(_tokenizer, conversation, addGenerationPrompt: true).Ids;
            return ids.Length < _length ? ids : ids[^(_length - 1)..];
        }

        var source = _tokenizer.Encode(item.Text);
        return _frame is null ? Kept(source, _length) : [.. _frame.Start, .. Kept(source, _length - _frame.Start.Count - _frame.Between.Count - 1), .. _frame.Between];
    }

    private (Passage?, bool, string) Pair(TaskItem item)
    {
        var text = item.Target ?? throw new InvalidDataException("It has no target to learn to write.");
        int[] target = [.. _tokenizer.Encode(text), _end];
        var source = _tokenizer.Encode(item.Text);
        var around = _frame is null ? 0 : _frame.Start.Count + _frame.Between.Count;

        // One token of the source stays at least: without it there would be nothing to write for.
        var room = _length - target.Length - around;
        if (room < 1 || target.Length == 1)
        {
            return (null, false, text);
        }

        var kept = Kept(source, room);
        int[] before = _frame is null ? kept.Length > 0 ? kept : [_end] : [.. _frame.Start, .. kept, .. _frame.Between];
        int[] tokens = [.. before, .. target];
        var trained = new bool[tokens.Length];
        trained.AsSpan(before.Length).Fill(true);
        return (Passage.OfText(tokens, trained), kept.Length < source.Length, text);
    }

    private (Passage?, bool, string) Conversation(TaskItem item)
    {
        var conversation = item.Conversation ?? throw new InvalidDataException("An item of the task Instruct lacks a conversation; give it.");
        var messages = conversation.Messages;
        var answer = string.Concat(messages.Where(static message => message.Role == "assistant").Select(static message => message.Content));
        var isCut = false;
        while (true)
        {
            EncodedChat chat;
            try
            {
                chat = _template!.Encode(_tokenizer, conversation with { Messages = messages }, addGenerationPrompt: false);
            }
            catch (ChatTemplateException fault)
            {
                throw new InvalidDataException($"The chat template refuses the conversation: {fault.Message}", fault);
            }

            if (chat.Ids.Length <= _length)
            {
                return (chat.Trained.AsSpan(1..).Contains(true) ? Passage.OfText(chat.Ids, chat.Trained) : null, isCut, answer);
            }

            isCut = true;
            if (WithoutOldestTurn(messages) is { } shorter)
            {
                messages = shorter;
                continue;
            }

            // One turn is left, and too long: the beginning of what is asked goes.
            var start = chat.Ids.Length - _length;
            var first = Array.IndexOf(chat.Trained, true);
            return (first > start ? Passage.OfText(chat.Ids[start..], chat.Trained.AsSpan(start)) : null, isCut, answer);
        }
    }

    /// <summary>A conversation without the user's first turn and what answers it; null where only one turn with an answer is left. What the system says stays.</summary>
    private static IReadOnlyList<ChatMessage>? WithoutOldestTurn(IReadOnlyList<ChatMessage> messages)
    {
        var first = Enumerable.Range(0, messages.Count).FirstOrDefault(i => messages[i].Role != "system", messages.Count);
        var next = Enumerable.Range(first + 1, Math.Max(0, messages.Count - first - 1)).FirstOrDefault(i => messages[i].Role == "user", -1);
        return next < 0 || !messages.Skip(next).Any(static message => message.Role == "assistant") ? null : [.. messages.Take(first), .. messages.Skip(next)];
    }

    private static int[] Kept(int[] ids, int room) => ids.Length > room ? ids[..Math.Max(0, room)] : ids;
}
