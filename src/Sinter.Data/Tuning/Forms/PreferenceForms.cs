using System.Globalization;
using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of preference pairs.</summary>
internal static class PreferenceForms
{
    private static readonly FieldRole Margin = new("margin", static f => f.Score, "margin", "score_margin");
    private static readonly FieldRole ScoreChosen = new("score of the chosen answer", static _ => null, "score_chosen", "chosen_score");
    private static readonly FieldRole ScoreRejected = new("score of the rejected answer", static _ => null, "score_rejected", "rejected_score");

    public static IReadOnlyList<RecordForm<PreferenceRecord>> All { get; } =
    [
        RecordForm<PreferenceRecord>.One("hh-rlhf (two transcripts)", [FieldRoles.Chosen, FieldRoles.Rejected], ReadTranscripts, static view => !view.Has(FieldRoles.Messages) && IsTranscript(view, FieldRoles.Chosen) && IsTranscript(view, FieldRoles.Rejected)),
        RecordForm<PreferenceRecord>.One("conversation, chosen, rejected", [FieldRoles.Messages, FieldRoles.Chosen, FieldRoles.Rejected], static view => Of(view, Messages(view))),
        RecordForm<PreferenceRecord>.One("instruction, input, chosen, rejected", [FieldRoles.Instruction, FieldRoles.Chosen, FieldRoles.Rejected], static view => Of(view, Instructed(view))),
        RecordForm<PreferenceRecord>.One("prompt, chosen, rejected", [FieldRoles.Prompt, FieldRoles.Chosen, FieldRoles.Rejected], static view => Of(view, Prompt(view))),
        RecordForm<PreferenceRecord>.One("chosen and rejected conversations", [FieldRoles.Chosen, FieldRoles.Rejected], static view => Of(view, null), static view => IsList(view, FieldRoles.Chosen) && IsList(view, FieldRoles.Rejected)),
        RecordForm<PreferenceRecord>.One("instruction with two outputs, the better first", [FieldRoles.Instruction, FieldRoles.Output], ReadOutputs, static view => view.Find(FieldRoles.Output) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 2),
    ];

    private static PreferenceRecord ReadTranscripts(RecordView view)
    {
        var chosen = Transcript.Parse(view.Text(FieldRoles.Chosen))!;
        var rejected = Transcript.Parse(view.Text(FieldRoles.Rejected))!;
        return Compared(view, chosen, rejected);
    }

    private static PreferenceRecord ReadOutputs(RecordView view)
    {
        var outputs = view.Texts(FieldRoles.Output);
        return Made(view, Instructed(view), new ChatMessage(MessageRoles.Assistant, outputs[0]), new ChatMessage(MessageRoles.Assistant, outputs[1]));
    }

    /// <summary>The pair of a record. Where the answers are whole conversations, what they share stands for the prompt.</summary>
    private static PreferenceRecord Of(RecordView view, List<ChatMessage>? prompt)
    {
        var chosen = Side(view, FieldRoles.Chosen);
        var rejected = Side(view, FieldRoles.Rejected);
        return chosen.Count == 1 && rejected.Count == 1 && prompt is not null ? Made(view, prompt, chosen[0], rejected[0]) : Compared(view, chosen, rejected);
    }

    private static PreferenceRecord Compared(RecordView view, List<ChatMessage> chosen, List<ChatMessage> rejected)
    {
        if (chosen is not [.., { Role: MessageRoles.Assistant }] || rejected is not [.., { Role: MessageRoles.Assistant }])
        {
            throw new RecordFaultException(FaultKind.NoAssistantTurn, "a side does not end with the assistant's turn");
        }

        var prompt = chosen[..^1];
        return prompt.Count == rejected.Count - 1 && prompt.Zip(rejected).All(static pair => MessageReader.AreEqual(pair.First, pair.Second))
            ? Made(view, prompt, chosen[^1], rejected[^1])
            : throw new RecordFaultException(FaultKind.DifferentPrompts, "");
    }

    private static PreferenceRecord Made(RecordView view, List<ChatMessage> prompt, ChatMessage chosen, ChatMessage rejected)
    {
        Conversations.AddSystem(view, prompt);
        Conversations.CheckPrompt(prompt);
        return chosen.Role != MessageRoles.Assistant || rejected.Role != MessageRoles.Assistant ? throw new RecordFaultException(FaultKind.NoAssistantTurn, "a side is no turn of the assistant")
            : !MessageReader.IsFilled(chosen) || !MessageReader.IsFilled(rejected) ? throw new RecordFaultException(FaultKind.EmptyAnswer, MessageReader.IsFilled(chosen) ? "the rejected one" : "the chosen one")
            : MessageReader.AreEqual(chosen, rejected) ? throw new RecordFaultException(FaultKind.EqualSides, "")
            : new PreferenceRecord(prompt, chosen, rejected) { Margin = MarginOf(view), Tools = MessageReader.Tools(view), Place = view.Place, Id = view.Id };
    }

    private static double? MarginOf(RecordView view) => view.Find(Margin) is not null ? view.Number(Margin)
        : view.Find(ScoreChosen) is not null && view.Find(ScoreRejected) is not null ? view.Number(ScoreChosen) - view.Number(ScoreRejected)
        : null;

    /// <summary>One side: an answer as a text or a message, or messages that end with it.</summary>
    private static List<ChatMessage> Side(RecordView view, FieldRole role)
    {
        if (view.Find(role) is not { } value)
        {
            return [new ChatMessage(MessageRoles.Assistant, "")];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array when value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Object => MessageReader.Read(view, value, view.NameOf(role)),
            JsonValueKind.Array when value.GetArrayLength() == 1 => [new ChatMessage(MessageRoles.Assistant, RecordView.Text(value[0], view.NameOf(role)))],
            JsonValueKind.Array => throw new RecordFaultException(FaultKind.WrongMessage, $"'{view.NameOf(role)}' is a list of {value.GetArrayLength().ToString(CultureInfo.InvariantCulture)} values, expected one answer or messages"),
            JsonValueKind.Object => [MessageReader.Read(view, value)],
            _ => [new ChatMessage(MessageRoles.Assistant, RecordView.Text(value, view.NameOf(role)))],
        };
    }

    private static List<ChatMessage> Messages(RecordView view) => view.Find(FieldRoles.Messages) is { } list ? MessageReader.Prompt(view, list, view.NameOf(FieldRoles.Messages)) : [];

    private static List<ChatMessage> Prompt(RecordView view) => view.Find(FieldRoles.Prompt) is { } prompt ? [.. Conversations.Before(view), .. MessageReader.Prompt(view, prompt, view.NameOf(FieldRoles.Prompt))] : [];

    private static List<ChatMessage> Instructed(RecordView view) => [.. Conversations.Before(view), new ChatMessage(MessageRoles.User, Conversations.Instruction(view, view))];

    private static bool IsTranscript(RecordView view, FieldRole role) => view.Find(role) is { ValueKind: JsonValueKind.String } text && Transcript.Parse(text.GetString()!) is not null;

    private static bool IsList(RecordView view, FieldRole role) => view.Find(role) is { ValueKind: JsonValueKind.Array };
}
