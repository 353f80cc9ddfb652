using Sinter.Data.Tuning;
using Sinter.Tokenizers;

namespace Sinter.Training.Tasks;

/// <summary>One input of a task and, for training and measuring, what is right; which of the fields count follows from the task.</summary>
/// <param name="Text">The text; of a pair the first one, of <see cref="TaskKind.Qa"/> and <see cref="TaskKind.Choice"/> the question, of <see cref="TaskKind.Generate"/> the source.</param>
public sealed record TaskItem(string Text)
{
    /// <summary>The second text of a pair; the text that a question is about.</summary>
    public string? Second { get; init; }

    /// <summary>The words of <see cref="TaskKind.Tokens"/>.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>The answers of <see cref="TaskKind.Choice"/>.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The conversation of <see cref="TaskKind.Instruct"/>.</summary>
    public ChatConversation? Conversation { get; init; }

    /// <summary>The right class.</summary>
    public string? Label { get; init; }

    /// <summary>The right number.</summary>
    public double? Score { get; init; }

    /// <summary>The right class of each word.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The right answers of a question: one for training, the first; none where the text has no answer.</summary>
    public IReadOnlyList<AnswerSpan>? Answers { get; init; }

    /// <summary>The index of the right choice.</summary>
    public int? Right { get; init; }

    /// <summary>What is to be written.</summary>
    public string? Target { get; init; }

    /// <summary>How much the item counts in the loss.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The item of a record of a file.</summary>
    /// <exception cref="ArgumentException">The record is of no task.</exception>
    public static TaskItem Of(TaskRecord record) => record switch
    {
        ClassifyRecord classify => new(classify.Text) { Label = classify.Label, Weight = classify.Weight },
        PairRecord pair => new(pair.First) { Second = pair.Second, Label = pair.Label, Score = pair.Score, Weight = pair.Weight },
        TokenRecord tokens => new("") { Words = tokens.Words, Tags = tokens.Tags },
        AnswerRecord answer => new(answer.Question) { Second = answer.Context, Answers = answer.Answers },
        GenerateRecord generate => new(generate.Source) { Target = generate.Target },
        ChoiceRecord choice => new(choice.Question) { Choices = choice.Choices, Right = choice.Right },
        RegressRecord regress => new(regress.Text) { Second = regress.Second, Score = regress.Score, Weight = regress.Weight },
        InstructRecord instruct => new("") { Conversation = instruct.ToConversation(), Weight = instruct.Weight },
        _ => throw new ArgumentException($"A record of the kind {record.GetType().Name} is of no task that a model is tuned to.", nameof(record)),
    };
}
