using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of conversations.</summary>
internal static class InstructForms
{
    private static readonly FieldRole Text = new("text", static f => f.Text, "text");

    public static IReadOnlyList<RecordForm<InstructRecord>> All { get; } =
    [
        RecordForm<InstructRecord>.One("ShareGPT (conversations with from and value)", [FieldRoles.Messages], ReadMessages, static view => MayBeMessages(view) && HasKey(view, "from")),
        RecordForm<InstructRecord>.One("messages with role and content", [FieldRoles.Messages], ReadMessages, static view => MayBeMessages(view) && view.Find(FieldRoles.Messages) is { ValueKind: JsonValueKind.Array }),
        RecordForm<InstructRecord>.Many("instruction with instances (input, output)", [FieldRoles.Instruction, FieldRoles.Instances], ReadInstances),
        RecordForm<InstructRecord>.One("Alpaca (instruction, input, output)", [FieldRoles.Instruction, FieldRoles.Output], ReadAlpaca, static view => view.Find(FieldRoles.Instruction) is not { ValueKind: JsonValueKind.Array }),
        RecordForm<InstructRecord>.One("prompt and completion", [FieldRoles.Prompt, FieldRoles.Completion], ReadCompletion, static view => view.NameOf(FieldRoles.Prompt) != view.NameOf(FieldRoles.Completion)),
        RecordForm<InstructRecord>.One("a transcript (### Human, ### Assistant)", [Text], ReadTranscript, static view => view.Find(Text) is { ValueKind: JsonValueKind.String } text && Transcript.Parse(text.GetString()!) is not null),
    ];

    /// <summary>Whether the first message has a key.</summary>
    public static bool HasKey(RecordView view, string key) =>
        view.Find(FieldRoles.Messages) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.Object && list[0].TryGetProperty(key, out _);

    /// <summary>Whether the user has not said that the prompt and its answer stand in fields of their own.</summary>
    private static bool MayBeMessages(RecordView view) => view.Fields is { Prompt: null, Completion: null } or { Messages: not null };

    private static InstructRecord ReadMessages(RecordView view)
    {
        var messages = MessageReader.Read(view, view.Find(FieldRoles.Messages)!.Value, view.NameOf(FieldRoles.Messages));
        Conversations.AddSystem(view, messages);
        return Of(view, messages);
    }

    private static InstructRecord ReadAlpaca(RecordView view) => Of(view,
    [
        .. Conversations.Before(view),
        new ChatMessage(MessageRoles.User, Conversations.Instruction(view, view)),
        new ChatMessage(MessageRoles.Assistant, view.Text(FieldRoles.Output)),
    ]);

    private static IEnumerable<Func<InstructRecord>> ReadInstances(RecordView view) =>
        view.Items(view.Find(FieldRoles.Instances) ?? default, "instances").Select<JsonElement, Func<InstructRecord>>(item => () =>
        {
            var instance = view.Within(item);
            return Of(view, [.. Conversations.Before(view), new ChatMessage(MessageRoles.User, Conversations.Instruction(view, instance)), new ChatMessage(MessageRoles.Assistant, instance.Text(FieldRoles.Output))]);
        });

    private static InstructRecord ReadCompletion(RecordView view)
    {
        var messages = view.Find(FieldRoles.Prompt) is { } prompt ? MessageReader.Prompt(view, prompt, view.NameOf(FieldRoles.Prompt)) : [new ChatMessage(MessageRoles.User, "")];
        var name = view.NameOf(FieldRoles.Completion);
        var completion = view.Find(FieldRoles.Completion) ?? default;
        if (completion is { ValueKind: JsonValueKind.Array } && completion.GetArrayLength() > 0 && completion[0].ValueKind == JsonValueKind.Object)
        {
            messages.AddRange(MessageReader.Read(view, completion, name));
        }
        else
        {
            // Of several answers, as question files have them, the first is the one to learn.
            var text = completion.ValueKind switch
            {
                JsonValueKind.Undefined => "",
                JsonValueKind.Array => view.Texts(completion, name) is [var first, ..] ? first : "",
                JsonValueKind.Object => MessageReader.Read(view, completion).Content,
                _ => RecordView.Text(completion, name),
            };
            messages.Add(new ChatMessage(MessageRoles.Assistant, text));
        }

        Conversations.AddSystem(view, messages);
        return Of(view, messages);
    }

    private static InstructRecord ReadTranscript(RecordView view)
    {
        var messages = Transcript.Parse(view.Text(Text))!;
        Conversations.AddSystem(view, messages);
        return Of(view, messages);
    }

    private static InstructRecord Of(RecordView view, List<ChatMessage> messages) =>
        new(Conversations.Checked(messages), view.Weight) { Tools = MessageReader.Tools(view), Place = view.Place, Id = view.Id };
}
