using Sinter.Cli.Recipes;
using Sinter.Data.Tuning;

namespace Sinter.Cli.Tuning;

/// <summary>How the files of examples of a section are read: the fields that the user named, what may be left out, and what is offered, as it is spelled, where a file cannot be read.</summary>
internal static class TuningReading
{
    /// <summary>How the examples of a fine-tuning are read.</summary>
    public static TuningOptions Of(FinetuneSection section) => Options("finetune", section.AllowBroken, section.Task is "instruct" ? ["prompt", "response"] : ["text", "label"]) with { Fields = Fields(section) };

    /// <summary>How the preferences or prompts of an alignment are read.</summary>
    public static TuningOptions Of(AlignSection section) =>
        Options("align", section.AllowBroken, section.IsByReward ? ["prompt", "response"] : section.Method is "kto" ? ["prompt", "response", "label"] : ["prompt", "chosen", "rejected"]) with
        {
            Fields = RecordFields.Default with
            {
                Prompt = section.PromptField,
                Chosen = section.ChosenField,
                Rejected = section.RejectedField,
                Completion = section.ResponseField,
                Label = section.LabelField,
            },
        };

    private static TuningOptions Options(string section, bool allowBroken, IReadOnlyList<string> fields) => TuningOptions.Default with
    {
        AllowBroken = allowBroken,
        AllowBrokenName = $"--allow-broken (in a recipe '{section}.allowBroken: true')",
        FieldAdvice = $"fields with other names are named with {Listed(fields.Select(static field => $"--{field}-field"))} (in a recipe {Listed(fields.Select(field => $"'{section}.{field}Field'"))})",
    };

    private static string Listed(IEnumerable<string> names) => names.ToArray() is [.. var first, var last] ? $"{string.Join(", ", first)} and {last}" : "";

    private static RecordFields Fields(FinetuneSection section)
    {
        var (plain, usual) = (new FinetuneSection(), RecordFields.Default);
        var text = section.TextField == plain.TextField ? null : section.TextField;
        var label = section.LabelField == plain.LabelField ? null : section.LabelField;
        var second = section.SecondField;
        return section.Task switch
        {
            "qa" => usual with { Question = text, Context = second, Answer = label },
            "choice" => usual with { Question = text, Choices = second, Answer = label },
            "generate" or "seq2seq" => usual with { Source = text, Target = label },
            "tokens" => usual with { Words = text, Tags = label },
            "regress" => usual with { Text = text, Second = second, Score = label },

            // The field of the text may hold a whole conversation as messages or as a transcript, or else the prompt.
            "instruct" => usual with { Text = text, Messages = text, Prompt = section.PromptField ?? text, Input = second, Completion = section.ResponseField ?? label },
            _ => usual with { Text = text, Second = second, Label = label },
        };
    }
}
