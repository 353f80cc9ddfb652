namespace Sinter.Data.Augmentation;

/// <summary>
/// A change that keeps, mostly, what a text says. Deletion, swap, synonyms and insertion are those of EDA: Wei and Zou 2019, "EDA: Easy Data Augmentation Techniques for
/// Boosting Performance on Text Classification Tasks".
/// </summary>
public enum AugmentationKind
{
    /// <summary>Words are left out, each with the probability of the rate; one always stays.</summary>
    Deletion,

    /// <summary>Two words change places, as often as the rate times the number of words.</summary>
    Swap,

    /// <summary>Words are replaced by one of their synonyms.</summary>
    Synonyms,

    /// <summary>Synonyms of words of the text are put in at other places.</summary>
    Insertion,

    /// <summary>Words are written in small letters, in capitals, or with another first letter.</summary>
    Case,

    /// <summary>A letter is another one near it on the keyboard, is left out, doubled, or changes places with the next.</summary>
    Keyboard,

    /// <summary>Signs are taken for others that look alike, as when a page is scanned: <c>rn</c> for <c>m</c>, <c>1</c> for <c>l</c>.</summary>
    Ocr,
}
