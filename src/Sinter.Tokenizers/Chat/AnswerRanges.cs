using Sinter.Tokenizers.Jinja;

namespace Sinter.Tokenizers;

/// <summary>Finds which characters of a written conversation are the assistant's answers, each with the special token that ends it.</summary>
/// <param name="template">The template.</param>
/// <param name="conversation">The conversation.</param>
/// <param name="text">The conversation as the template writes it.</param>
/// <param name="firstSpecialEnd">Where the first special token ends that stands between two characters, or null.</param>
internal sealed class AnswerRanges(ChatTemplate template, ChatConversation conversation, MarkedText text, Func<int, int, int?> firstSpecialEnd)
{
    private const string AnsweringRole = "assistant";

    /// <summary>The answers, in order and in UTF-16 characters, and how they were found.</summary>
    public (List<TextRange> Answers, ChatMaskSource Source) Find()
    {
        if (!conversation.Messages.Any(static message => message.Role == AnsweringRole))
        {
            return ([], ChatMaskSource.None);
        }

        return Stretches(static origin => origin.Generated) is { Count: > 0 } marked ? (marked, ChatMaskSource.Marks)
            : ByPrompts() is { } answers ? (answers, ChatMaskSource.Prompts)
            : (ByContents(), ChatMaskSource.Contents);
    }

    /// <summary>What each answer adds to its prompt; null where a turn is written differently once others follow.</summary>
    private List<TextRange>? ByPrompts()
    {
        List<TextRange> answers = [];
        for (var i = 0; i < conversation.Messages.Count; i++)
        {
            if (conversation.Messages[i].Role != AnsweringRole)
            {
                continue;
            }

            if (Beginning(i, addGenerationPrompt: true) is not { } start || Beginning(i + 1, addGenerationPrompt: false) is not { } end || end < start)
            {
                return null;
            }

            var content = ContentOf(i) is { } found ? Math.Clamp(found.End, start, end) : start;
            answers.Add(new TextRange(start, firstSpecialEnd(content, end) ?? end));
        }

        return answers;
    }

    /// <summary>The length of the first messages alone, where the whole conversation begins with them; else null.</summary>
    private int? Beginning(int messages, bool addGenerationPrompt)
    {
        try
        {
            var beginning = template.Render(conversation with { Messages = [.. conversation.Messages.Take(messages)] }, addGenerationPrompt);
            return text.Text.StartsWith(beginning, StringComparison.Ordinal) ? beginning.Length : null;
        }
        catch (ChatTemplateException)
        {
            return null;
        }
    }

    private List<TextRange> ByContents()
    {
        List<TextRange> answers = [];
        for (var i = 0; i < conversation.Messages.Count; i++)
        {
            if (conversation.Messages[i].Role == AnsweringRole && ContentOf(i) is { } content)
            {
                answers.Add(content with { End = firstSpecialEnd(content.End, NextGiven(content.End)) ?? content.End });
            }
        }

        return answers;
    }

    /// <summary>From the first to the last character that comes from a message, or null where none does.</summary>
    private TextRange? ContentOf(int message) =>
        Stretches(origin => origin.Message == message + 1) is [var first, ..] and [.., var last] ? new TextRange(first.Start, last.End) : null;

    /// <summary>The first character from a place on that the template did not write itself, else the end.</summary>
    private int NextGiven(int from) => Stretches(static origin => !origin.IsTemplate).Find(stretch => stretch.Start >= from) is { End: > 0 } next ? next.Start : text.Text.Length;

    private List<TextRange> Stretches(Predicate<TextOrigin> belongs)
    {
        List<TextRange> stretches = [];
        var start = 0;
        foreach (var run in text.Runs)
        {
            if (belongs(run.Origin))
            {
                var joins = stretches is [.., var last] && last.End == start;
                stretches.Add(new TextRange(joins ? stretches[^1].Start : start, run.End));
                if (joins)
                {
                    stretches.RemoveAt(stretches.Count - 2);
                }
            }

            start = run.End;
        }

        return stretches;
    }
}
