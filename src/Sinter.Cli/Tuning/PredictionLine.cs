using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Tokenizers;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tuning;

/// <summary>A line of input as an item of a task, and what a model says of it as a line of output.</summary>
internal static class PredictionLine
{
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 32 };

    /// <summary>The item of a line: a JSON object, or plain text whose parts are divided by tabs.</summary>
    /// <exception cref="InvalidDataException">The line lacks what the task asks for; the sentence says what.</exception>
    public static TaskItem Item(TaskKind task, string line)
    {
        if (line.AsSpan().TrimStart() is not ['{', ..])
        {
            return OfText(task, line);
        }

        JsonElement json;
        try
        {
            using var document = JsonDocument.Parse(line, Bounded);
            json = document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException("this begins as JSON and is none; expected an object with the fields of the task, or plain text.", fault);
        }

        return task switch
        {
            TaskKind.Pair => new TaskItem(Text(json, "text", "first", "sentence1", "premise", "text_a")) { Second = Text(json, "second", "sentence2", "hypothesis", "text_b") },
            TaskKind.Qa => new TaskItem(Text(json, "question")) { Second = Text(json, "context", "passage", "text") },
            TaskKind.Choice => new TaskItem(Text(json, "question", "text", "prompt")) { Choices = Texts(json, "choices", "options") },
            TaskKind.Tokens => new TaskItem("") { Words = Texts(json, "words", "tokens") },
            TaskKind.Instruct => new TaskItem("") { Conversation = new ChatConversation(Messages(json)) },
            TaskKind.Regress => new TaskItem(Text(json, "text", "first", "sentence1")) { Second = Find(json, "second", "sentence2") is { ValueKind: JsonValueKind.String } second ? second.GetString() : null },
            _ => new TaskItem(Text(json, "text", "source", "input", "sentence", "document")),
        };
    }

    /// <summary>What a model says, as one JSON object.</summary>
    /// <param name="task">The task.</param>
    /// <param name="prediction">What it says.</param>
    /// <param name="all">Whether the probabilities of all classes are told.</param>
    public static JsonObject Output(TaskDescription task, TaskPrediction prediction, bool all)
    {
        var output = new JsonObject();
        if (prediction.Label is { } label)
        {
            output["label"] = label;
            output["probability"] = Math.Round(prediction.Probability, 6);
        }
        else if (prediction.Score is { } score)
        {
            output["score"] = Math.Round(score, 6);
        }
        else if (prediction.Tags is { } tags)
        {
            output["tags"] = new JsonArray([.. tags.Select(static tag => (JsonNode?)tag.Label)]);
            output["probabilities"] = new JsonArray([.. tags.Select(static tag => (JsonNode?)Math.Round(tag.Probability, 6))]);
        }
        else if (task.Task == TaskKind.Choice)
        {
            output["choice"] = prediction.Class;
            output["probability"] = Math.Round(prediction.Probability, 6);
        }
        else
        {
            output["answer"] = prediction.Answer?.Text;
            output["start"] = prediction.Answer?.Start;
            output["probability"] = prediction.Answer is { } answer ? Math.Round(answer.Probability, 6) : null;
        }

        if (all && prediction.Probabilities.Count > 0)
        {
            output["probabilities"] = task.Labels.Count == prediction.Probabilities.Count
                ? new JsonObject(task.Labels.Select((name, i) => KeyValuePair.Create(name, (JsonNode?)Math.Round(prediction.Probabilities[i], 6))))
                : new JsonArray([.. prediction.Probabilities.Select(static probability => (JsonNode?)Math.Round(probability, 6))]);
        }

        if (prediction.IsCut)
        {
            output["cut"] = true;
        }

        return output;
    }

    private static TaskItem OfText(TaskKind task, string line)
    {
        var parts = line.Split('\t');
        return task switch
        {
            TaskKind.Pair or TaskKind.Qa => parts.Length == 2 ? new TaskItem(parts[0]) { Second = parts[1] }
                : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"this has {parts.Length} parts; expected {(task == TaskKind.Qa ? "a question and a text" : "two texts")} with a tab between them, or JSON.")),
            TaskKind.Choice => parts.Length > 2 ? new TaskItem(parts[0]) { Choices = parts[1..] }
                : throw new InvalidDataException("this has too few parts; expected a question and at least two choices with tabs between them, or JSON."),
            TaskKind.Tokens => new TaskItem("") { Words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) },
            TaskKind.Instruct => new TaskItem("") { Conversation = new ChatConversation([new ChatMessage("user", line)]) },
            TaskKind.Regress when parts.Length == 2 => new TaskItem(parts[0]) { Second = parts[1] },
            _ => new TaskItem(line),
        };
    }

    private static JsonElement? Find(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.TryGetProperty(name, out var value))
            {
                return value;
            }
        }

        return null;
    }

    private static string Text(JsonElement json, params ReadOnlySpan<string> names) => Find(json, names) is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : throw new InvalidDataException($"there is no text '{names[0]}'; expected a field of that name.");

    private static string[] Texts(JsonElement json, params ReadOnlySpan<string> names) => Find(json, names) is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String)
        ? [.. list.EnumerateArray().Select(static item => item.GetString()!)]
        : throw new InvalidDataException($"there is no list of texts '{names[0]}'; expected a field of that name.");

    private static ChatMessage[] Messages(JsonElement json)
    {
        if (Find(json, "text", "instruction", "prompt", "question") is { ValueKind: JsonValueKind.String } text)
        {
            return [new ChatMessage("user", text.GetString()!)];
        }

        return Find(json, "messages") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
            && list.EnumerateArray().All(static message => message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String && message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(static message => new ChatMessage(message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!))]
            : throw new InvalidDataException("there are no 'messages' with a role and a content each, and no 'text'; expected one of the two.");
    }
}
