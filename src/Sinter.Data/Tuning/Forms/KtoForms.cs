using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of answers that are good or bad.</summary>
internal static class KtoForms
{
    public static IReadOnlyList<RecordForm<KtoRecord>> All { get; } =
    [
        RecordForm<KtoRecord>.One("messages and label", [FieldRoles.Messages, FieldRoles.IsDesirable], ReadMessages),
        RecordForm<KtoRecord>.One("instruction, input, output and label", [FieldRoles.Instruction, FieldRoles.Output, FieldRoles.IsDesirable], ReadInstruction),
        RecordForm<KtoRecord>.One("prompt, completion and label", [FieldRoles.Prompt, FieldRoles.Completion, FieldRoles.IsDesirable], ReadCompletion),
        .. PreferenceForms.All.Select(OfPairs),
    ];

    /// <summary>A preference pair is a good answer and a bad one.</summary>
    private static RecordForm<KtoRecord> OfPairs(RecordForm<PreferenceRecord> form) => RecordForm<KtoRecord>.Many(
        form.Name + ", each pair as two answers",
        form.Needs,
        view => form.Read(view).SelectMany<Func<PreferenceRecord>, Func<KtoRecord>>(read =>
        [
            () => read() is var pair ? new KtoRecord(pair.Prompt, pair.Chosen, IsDesirable: true) { Place = pair.Place, Id = pair.Id } : null!,
            () => read() is var pair ? new KtoRecord(pair.Prompt, pair.Rejected, IsDesirable: false) { Place = pair.Place, Id = pair.Id } : null!,
        ]),
        form.Fits);

    private static KtoRecord ReadMessages(RecordView view)
    {
        var messages = view.Find(FieldRoles.Messages) is { } list ? MessageReader.Read(view, list, view.NameOf(FieldRoles.Messages)) : [];
        return messages is [.. var prompt, { Role: MessageRoles.Assistant } completion] ? Made(view, prompt, completion)
            : throw new RecordFaultException(FaultKind.NoAssistantTurn, "the conversation does not end with the assistant's turn");
    }

    private static KtoRecord ReadInstruction(RecordView view) => Made(
        view,
        [.. Conversations.Before(view), new ChatMessage(MessageRoles.User, Conversations.Instruction(view, view))],
        new ChatMessage(MessageRoles.Assistant, view.Text(FieldRoles.Output)));

    private static KtoRecord ReadCompletion(RecordView view)
    {
        var prompt = view.Find(FieldRoles.Prompt) is { } value ? MessageReader.Prompt(view, value, view.NameOf(FieldRoles.Prompt)) : [];
        var completion = view.Find(FieldRoles.Completion) switch
        {
            { ValueKind: JsonValueKind.Array } list when MessageReader.Read(view, list, view.NameOf(FieldRoles.Completion)) is [var only] => only,
            { ValueKind: JsonValueKind.Array } => throw new RecordFaultException(FaultKind.WrongMessage, $"'{view.NameOf(FieldRoles.Completion)}' has not exactly one message"),
            { ValueKind: JsonValueKind.Object } message => MessageReader.Read(view, message),
            _ => new ChatMessage(MessageRoles.Assistant, view.Text(FieldRoles.Completion)),
        };
        return Made(view, prompt, completion);
    }

    private static KtoRecord Made(RecordView view, List<ChatMessage> prompt, ChatMessage completion)
    {
        Conversations.AddSystem(view, prompt);
        Conversations.CheckPrompt(prompt);
        return completion.Role != MessageRoles.Assistant ? throw new RecordFaultException(FaultKind.NoAssistantTurn, "the completion is no turn of the assistant")
            : !MessageReader.IsFilled(completion) ? throw new RecordFaultException(FaultKind.EmptyAnswer, "")
            : new KtoRecord(prompt, completion, IsDesirable(view)) { Place = view.Place, Id = view.Id };
    }

    private static bool IsDesirable(RecordView view)
    {
        var text = view.Text(FieldRoles.IsDesirable).Trim();
        return text.ToLowerInvariant() switch
        {
            "true" or "1" or "yes" or "good" or "desirable" => true,
            "false" or "0" or "-1" or "no" or "bad" or "undesirable" => false,
            _ => throw new RecordFaultException(FaultKind.EmptyLabel, $"'{view.NameOf(FieldRoles.IsDesirable)}' is '{Shortened.Text(text)}', expected true or false"),
        };
    }
}
