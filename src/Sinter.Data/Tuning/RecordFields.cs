namespace Sinter.Data.Tuning;

/// <summary>
/// The names of fields (JSON keys, columns) that a user gives for what records hold; null for what is found by its usual names. A field within another is named with a dot:
/// <c>translation.en</c>. A table without names has <c>column1</c>, <c>column2</c> and so on.
/// </summary>
public sealed record RecordFields
{
    /// <summary>No field is named.</summary>
    public static RecordFields Default { get; } = new();

    /// <summary>The text, or the first of two.</summary>
    public string? Text { get; init; }

    /// <summary>The second of two texts.</summary>
    public string? Second { get; init; }

    /// <summary>The class; of KTO, whether the answer is good.</summary>
    public string? Label { get; init; }

    /// <summary>The number of a regression or a similarity.</summary>
    public string? Score { get; init; }

    /// <summary>How much the record counts in the loss.</summary>
    public string? Weight { get; init; }

    /// <summary>The name of the record.</summary>
    public string? Id { get; init; }

    /// <summary>The words of a sentence.</summary>
    public string? Words { get; init; }

    /// <summary>The classes of the words.</summary>
    public string? Tags { get; init; }

    /// <summary>The question.</summary>
    public string? Question { get; init; }

    /// <summary>The text that a question is about.</summary>
    public string? Context { get; init; }

    /// <summary>The answer or answers.</summary>
    public string? Answer { get; init; }

    /// <summary>The answers to choose from.</summary>
    public string? Choices { get; init; }

    /// <summary>What is read to write the target.</summary>
    public string? Source { get; init; }

    /// <summary>What is to be written.</summary>
    public string? Target { get; init; }

    /// <summary>The messages of a conversation.</summary>
    public string? Messages { get; init; }

    /// <summary>What is said before the answer: a text or messages.</summary>
    public string? Prompt { get; init; }

    /// <summary>What goes with an instruction (<c>input</c> of Alpaca).</summary>
    public string? Input { get; init; }

    /// <summary>The answer to a prompt or an instruction.</summary>
    public string? Completion { get; init; }

    /// <summary>The better of two answers.</summary>
    public string? Chosen { get; init; }

    /// <summary>The other of two answers.</summary>
    public string? Rejected { get; init; }

    /// <summary>The message of the system.</summary>
    public string? System { get; init; }

    /// <summary>The functions that the assistant may call.</summary>
    public string? Tools { get; init; }

    /// <summary>What may be named, as <see cref="With"/> takes it.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "text", "second", "label", "score", "weight", "id", "words", "tags", "question", "context", "answer", "choices", "source", "target", "messages", "prompt", "input", "completion",
        "chosen", "rejected", "system", "tools",
    ];

    /// <summary>The same with one more field named, for options such as <c>text=review</c>. An unknown name, or an empty field, is an <see cref="ArgumentException"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>; letter case does not matter.</param>
    /// <param name="field">The field of the file.</param>
    public RecordFields With(string name, string field)
    {
        if (string.IsNullOrWhiteSpace(field))
        {
            throw new ArgumentException($"The field for '{name}' has no name; write for example {name}=column1.", nameof(field));
        }

        return name.ToLowerInvariant() switch
        {
            "text" => this with { Text = field },
            "second" => this with { Second = field },
            "label" => this with { Label = field },
            "score" => this with { Score = field },
            "weight" => this with { Weight = field },
            "id" => this with { Id = field },
            "words" => this with { Words = field },
            "tags" => this with { Tags = field },
            "question" => this with { Question = field },
            "context" => this with { Context = field },
            "answer" => this with { Answer = field },
            "choices" => this with { Choices = field },
            "source" => this with { Source = field },
            "target" => this with { Target = field },
            "messages" => this with { Messages = field },
            "prompt" => this with { Prompt = field },
            "input" => this with { Input = field },
            "completion" => this with { Completion = field },
            "chosen" => this with { Chosen = field },
            "rejected" => this with { Rejected = field },
            "system" => this with { System = field },
            "tools" => this with { Tools = field },
            _ => throw new ArgumentException($"No record has a field '{name}'{Suggestion.For(name, Names)}", nameof(name)),
        };
    }
}
