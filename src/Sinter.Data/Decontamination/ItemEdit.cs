namespace Sinter.Data.Decontamination;

/// <summary>In what form a planted item stands in a document.</summary>
public enum ItemEdit
{
    /// <summary>As it is, its texts on lines of their own.</summary>
    Verbatim,

    /// <summary>In capitals, without punctuation, with other white space.</summary>
    Presentation,

    /// <summary>With one word in each twenty changed, dropped or swapped with the next.</summary>
    OneWordIn20,

    /// <summary>With one word in each ten changed, dropped or swapped with the next.</summary>
    OneWordIn10,

    /// <summary>With the texts behind the first in another order, as the answers of a question.</summary>
    Reordered,
}
