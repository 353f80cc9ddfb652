namespace Sinter.Training.Tasks;

/// <summary>The class of a word.</summary>
/// <param name="Label">The likeliest class; of a word that the tokenizer leaves nothing of <c>O</c>, or the first class where there is no such.</param>
/// <param name="Probability">How likely it is, in 0 to 1; 0 for a word that was not read.</param>
public readonly record struct WordTag(string Label, double Probability);

/// <summary>The part of a text that answers a question.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 characters.</param>
/// <param name="Probability">Its share of all answers that were thought of, none among them, in 0 to 1.</param>
public sealed record FoundAnswer(string Text, int Start, double Probability);

/// <summary>What a model says of an item; which of it there is follows from the task.</summary>
public sealed record TaskPrediction
{
    /// <summary>The outputs of the head for the whole item, before the temperature: of classes, choices, or the number before it is brought back. To calibrate with.</summary>
    public IReadOnlyList<double> Logits { get; init; } = [];

    /// <summary>The probabilities of the classes, or of the choices, in order; they sum to 1.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>The index of the likeliest class or choice; -1 where there are none.</summary>
    public int Class { get; init; } = -1;

    /// <summary>The likeliest class; null of other tasks.</summary>
    public string? Label { get; init; }

    /// <summary>The number.</summary>
    public double? Score { get; init; }

    /// <summary>The classes of the words.</summary>
    public IReadOnlyList<WordTag>? Tags { get; init; }

    /// <summary>The answer; null where the text has none, and of other tasks.</summary>
    public FoundAnswer? Answer { get; init; }

    /// <summary>By how much the best answer beats none, to find the threshold by.</summary>
    public double? AnswerMargin { get; init; }

    /// <summary>Whether something of the item was cut off before it was read.</summary>
    public bool IsCut { get; init; }

    /// <summary>How likely the class or choice is, in 0 to 1; 1 where there is none.</summary>
    public double Probability => Class < 0 ? 1 : Probabilities[Class];
}
