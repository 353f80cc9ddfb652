namespace Sinter.Data.Tuning;

/// <summary>The fields that a user has named, by the names of <see cref="RecordFields.Names"/>.</summary>
internal static class FieldsByName
{
    public static string? Of(RecordFields fields, string name) => name switch
    {
        "text" => fields.Text,
        "second" => fields.Second,
        "label" => fields.Label,
        "score" => fields.Score,
        "weight" => fields.Weight,
        "id" => fields.Id,
        "words" => fields.Words,
        "tags" => fields.Tags,
        "question" => fields.Question,
        "context" => fields.Context,
        "answer" => fields.Answer,
        "choices" => fields.Choices,
        "source" => fields.Source,
        "target" => fields.Target,
        "messages" => fields.Messages,
        "prompt" => fields.Prompt,
        "input" => fields.Input,
        "completion" => fields.Completion,
        "chosen" => fields.Chosen,
        "rejected" => fields.Rejected,
        "system" => fields.System,
        "tools" => fields.Tools,
        _ => throw new ArgumentException($"No record has a field '{name}'.", nameof(name)),
    };
}
