namespace Sinter.Training.Tasks;

/// <summary>What a model is tuned to do.</summary>
public enum TaskKind
{
    /// <summary>The class of a text.</summary>
    Classify,

    /// <summary>The class of two texts (entailment, paraphrase), or a number for them (similarity) where there are no labels.</summary>
    Pair,

    /// <summary>The class of each word.</summary>
    Tokens,

    /// <summary>The part of a text that answers a question, or that there is none.</summary>
    Qa,

    /// <summary>A text that is written for another: summary, translation.</summary>
    Generate,

    /// <summary>The right one of several answers.</summary>
    Choice,

    /// <summary>A number for a text, or two.</summary>
    Regress,

    /// <summary>The assistant's answers in conversations.</summary>
    Instruct,
}
