using System.Text.Json;
using System.Text.RegularExpressions;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of prompts whose answers a rule can judge.</summary>
internal static partial class PromptForms
{
    private const string AnswerMark = "####";
    private const string Box = "\\boxed{";

    public static IReadOnlyList<RecordForm<PromptRecord>> All { get; } =
    [
        RecordForm<PromptRecord>.One("GSM8K (question, answer after ####)", [FieldRoles.Prompt, FieldRoles.RuleAnswer], ReadMarked, static view => AnswerText(view)?.Contains(AnswerMark, StringComparison.Ordinal) == true),
        RecordForm<PromptRecord>.One("MATH (problem, answer in \\boxed{})", [FieldRoles.Prompt, FieldRoles.RuleAnswer], ReadBoxed, static view => AnswerText(view)?.Contains(Box, StringComparison.Ordinal) == true),
        RecordForm<PromptRecord>.One("instruction, input and answer", [FieldRoles.Instruction, FieldRoles.Input, FieldRoles.RuleAnswer], static view => Of(view, Instructed(view), Answer(view), null)),
        RecordForm<PromptRecord>.One("prompt and answer", [FieldRoles.Prompt, FieldRoles.RuleAnswer], static view => Of(view, Prompt(view), Answer(view), null), static view => view.NameOf(FieldRoles.Prompt) != view.NameOf(FieldRoles.RuleAnswer)),
        RecordForm<PromptRecord>.One("messages", [FieldRoles.Messages], ReadMessages),
        RecordForm<PromptRecord>.One("prompts", [FieldRoles.Prompt], static view => Of(view, Prompt(view), null, null)),
        RecordForm<PromptRecord>.One("lines of text", [], static view => Of(view, [new ChatMessage(MessageRoles.User, ClassifyForms.Cell(view, "line").Trim())], null, null), static view => view.Layout == RecordLayout.Lines),
    ];

    private static PromptRecord ReadMarked(RecordView view)
    {
        var solution = AnswerText(view)!;
        var answer = solution[(solution.LastIndexOf(AnswerMark, StringComparison.Ordinal) + AnswerMark.Length)..].Trim();

        // A rule compares numbers as they are said, without the signs that group and name them.
        return Of(view, Prompt(view), GroupedNumber().IsMatch(answer) ? answer.Replace(",", "", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal) : answer, solution);
    }

    private static PromptRecord ReadBoxed(RecordView view)
    {
        var solution = AnswerText(view)!;
        var start = solution.LastIndexOf(Box, StringComparison.Ordinal) + Box.Length;
        var depth = 1;
        var end = start;
        for (; end < solution.Length && depth > 0; end++)
        {
            depth += solution[end] == '{' ? 1 : solution[end] == '}' ? -1 : 0;
        }

        return depth > 0 ? throw new RecordFaultException(FaultKind.EmptyAnswer, "the box of the answer is never closed") : Of(view, Prompt(view), solution[start..(end - 1)].Trim(), solution);
    }

    private static PromptRecord ReadMessages(RecordView view)
    {
        var messages = view.Find(FieldRoles.Messages) is { } list ? MessageReader.Prompt(view, list, view.NameOf(FieldRoles.Messages)) : [];
        Conversations.AddSystem(view, messages);
        if (view.Find(FieldRoles.RuleAnswer) is not null)
        {
            return Of(view, messages, Answer(view), null);
        }

        var last = messages.FindLastIndex(static message => message.Role == MessageRoles.Assistant);
        var isAnswered = last >= 0 && last == messages.Count - 1;
        return Of(view, isAnswered ? messages[..last] : messages, isAnswered ? messages[last].Content : null, null);
    }

    /// <summary>The answer as a text; of a list the first. Null where there is none.</summary>
    private static string? Answer(RecordView view)
    {
        if (view.Find(FieldRoles.RuleAnswer) is not { } value)
        {
            return null;
        }

        var name = view.NameOf(FieldRoles.RuleAnswer);
        return value.ValueKind switch
        {
            JsonValueKind.Array when value.GetArrayLength() == 0 => null,
            JsonValueKind.Array => RecordView.Text(value[0], name),
            JsonValueKind.Object => value.GetRawText(),
            _ => RecordView.Text(value, name),
        };
    }

    private static string? AnswerText(RecordView view) => view.Find(FieldRoles.RuleAnswer) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static List<ChatMessage> Instructed(RecordView view) => [.. Conversations.Before(view), new ChatMessage(MessageRoles.User, Conversations.Instruction(view, view))];

    private static List<ChatMessage> Prompt(RecordView view)
    {
        var messages = view.Find(FieldRoles.Prompt) is { } prompt ? MessageReader.Prompt(view, prompt, view.NameOf(FieldRoles.Prompt)) : [];
        Conversations.AddSystem(view, messages);
        return messages;
    }

    private static PromptRecord Of(RecordView view, List<ChatMessage> prompt, string? answer, string? solution)
    {
        Conversations.CheckPrompt(prompt);
        if (answer is not null && string.IsNullOrWhiteSpace(answer))
        {
            throw new RecordFaultException(FaultKind.EmptyAnswer, "");
        }

        if (prompt is [.., { Role: MessageRoles.Assistant }])
        {
            throw new RecordFaultException(FaultKind.WrongMessage, "the prompt ends with the assistant's turn");
        }

        string[] used = [view.NameOf(FieldRoles.Prompt), view.NameOf(FieldRoles.RuleAnswer), view.NameOf(FieldRoles.Messages), view.NameOf(FieldRoles.Id), view.NameOf(FieldRoles.System), "line"];
        var facts = view.Names
            .Where(name => !used.Contains(name, StringComparer.OrdinalIgnoreCase) && view.Find(name) is not null)
            .Select(name => KeyValuePair.Create(name, view.Find(name)!.Value is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } nested ? nested.GetRawText() : RecordView.Text(view.Find(name)!.Value, name)))
            .ToDictionary(StringComparer.Ordinal);
        if (solution is not null)
        {
            facts["solution"] = solution;
        }

        return new PromptRecord(prompt, answer) { Metadata = facts.Count == 0 ? MetadataDictionary.Empty : facts, Place = view.Place, Id = view.Id };
    }

    [GeneratedRegex(@"^-?\$?-?\d[\d,]*(\.\d+)?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GroupedNumber();
}
