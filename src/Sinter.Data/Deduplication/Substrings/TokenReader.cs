namespace Sinter.Data.Deduplication.Substrings;

/// <summary>Reads the tokens of a text in order, without holding more than one; a token has at least one character. It belongs to one thread.</summary>
internal abstract class TokenReader
{
    /// <summary>Where a part of the text begins whose first token this is, in UTF-16 units.</summary>
    public int From { get; protected set; }

    /// <summary>Where a part of the text ends whose last token this is.</summary>
    public int To { get; protected set; }

    /// <summary>What is compared.</summary>
    public abstract ReadOnlySpan<char> Content { get; }

    /// <summary>The text that is read.</summary>
    protected string Text { get; private set; } = "";

    /// <summary>Begins a text.</summary>
    public virtual void Read(string text) => Text = text;

    /// <summary>Goes on to the next token; false behind the last.</summary>
    public abstract bool MoveNext();
}
