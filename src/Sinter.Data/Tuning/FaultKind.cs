namespace Sinter.Data.Tuning;

/// <summary>What can be wrong with a record.</summary>
public enum FaultKind
{
    /// <summary>It is not whole JSON, is nested too deeply, or a row of a table breaks off.</summary>
    Broken,

    /// <summary>A text in it is not valid Unicode.</summary>
    InvalidText,

    /// <summary>A field that the form needs is missing, or holds something of another type.</summary>
    MissingField,

    /// <summary>It is longer than the limit, and was passed over without being held.</summary>
    TooLong,

    /// <summary>The text, question or prompt is empty.</summary>
    EmptyText,

    /// <summary>An answer, summary or choice is empty.</summary>
    EmptyAnswer,

    /// <summary>The label is empty, or the file says that it has none.</summary>
    EmptyLabel,

    /// <summary>It has several labels, and the task takes one.</summary>
    SeveralLabels,

    /// <summary>Words and tags are not equally many.</summary>
    UnequalLengths,

    /// <summary>A score or weight is no finite number, or a weight is not above 0.</summary>
    WrongNumber,

    /// <summary>The answer stands nowhere in the context.</summary>
    AnswerNotInContext,

    /// <summary>The answer names none of the choices, or there are fewer than two.</summary>
    WrongChoice,

    /// <summary>A message has a role that is not known, or is no message.</summary>
    WrongMessage,

    /// <summary>The conversation has no message of the assistant.</summary>
    NoAssistantTurn,

    /// <summary>The conversation has no message before the assistant's.</summary>
    NoPrompt,

    /// <summary>The two answers of a preference pair are the same.</summary>
    EqualSides,

    /// <summary>The two sides of a preference pair answer different prompts.</summary>
    DifferentPrompts,

    /// <summary>The same record stands before it.</summary>
    Duplicate,

    /// <summary>A record before it gives the same input another label.</summary>
    Contradiction,
}
