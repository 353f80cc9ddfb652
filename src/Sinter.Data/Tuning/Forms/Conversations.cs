using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning.Forms;

/// <summary>What all conversations have in common: instructions with their inputs, the message of the system, and what makes one fit to learn from.</summary>
internal static class Conversations
{
    /// <summary>The instruction with what goes with it on the next line, as LLaMA-Factory joins them.</summary>
    public static string Instruction(RecordView view, RecordView instance)
    {
        var instruction = view.Text(FieldRoles.Instruction);
        var input = instance.Has(FieldRoles.Input) ? instance.Text(FieldRoles.Input) : "";
        return string.IsNullOrWhiteSpace(input) ? instruction : string.IsNullOrWhiteSpace(instruction) ? input : instruction + "\n" + input;
    }

    /// <summary>The message of the system and the turns of <c>history</c> (pairs of question and answer) that stand before the rest.</summary>
    public static List<ChatMessage> Before(RecordView view)
    {
        var messages = new List<ChatMessage>();
        AddSystem(view, messages);
        if (view.Find(FieldRoles.History) is { ValueKind: JsonValueKind.Array } history)
        {
            foreach (var turn in view.Items(history, "history"))
            {
                var texts = view.Texts(turn, "history");
                if (texts.Count != 2)
                {
                    throw new RecordFaultException(FaultKind.WrongMessage, $"a turn of 'history' has {texts.Count} texts, expected a question and its answer");
                }

                messages.Add(new ChatMessage(MessageRoles.User, texts[0]));
                messages.Add(new ChatMessage(MessageRoles.Assistant, texts[1]));
            }
        }

        return messages;
    }

    /// <summary>Puts the message of the system first where the record has one and the messages do not.</summary>
    public static void AddSystem(RecordView view, List<ChatMessage> messages)
    {
        if (view.Find(FieldRoles.System) is { ValueKind: JsonValueKind.String } system && !string.IsNullOrWhiteSpace(system.GetString()) && messages is not [{ Role: MessageRoles.System }, ..])
        {
            messages.Insert(0, new ChatMessage(MessageRoles.System, system.GetString()!));
        }
    }

    /// <summary>The messages, which must be something to learn from.</summary>
    public static IReadOnlyList<ChatMessage> Checked(List<ChatMessage> messages)
    {
        if (messages.TrueForAll(static message => message.Role != MessageRoles.Assistant))
        {
            throw new RecordFaultException(FaultKind.NoAssistantTurn, "");
        }

        CheckPrompt(messages);
        return messages.Exists(static message => message.Role == MessageRoles.Assistant && !MessageReader.IsFilled(message)) ? throw new RecordFaultException(FaultKind.EmptyAnswer, "") : messages;
    }

    /// <summary>A prompt must have a message of the user, and none that is empty.</summary>
    public static void CheckPrompt(IReadOnlyList<ChatMessage> messages)
    {
        if (messages.All(static message => message.Role != MessageRoles.User))
        {
            throw new RecordFaultException(FaultKind.NoPrompt, "it has no message of the user");
        }

        if (messages.Any(static message => message.Role == MessageRoles.User && string.IsNullOrWhiteSpace(message.Content)))
        {
            throw new RecordFaultException(FaultKind.EmptyText, "a message of the user is empty");
        }
    }
}
