namespace Sinter.Tokenizers;

/// <summary>Where a token of a conversation comes from.</summary>
public enum ChatPartKind
{
    /// <summary>From the template's own text.</summary>
    Template,

    /// <summary>From a message, or another value that the user gave.</summary>
    Message,

    /// <summary>It is a special token; only the template writes these.</summary>
    Special,
}

/// <summary>One token of a conversation, as a picture of it shows it.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Text">The text that it stands for. The texts of all parts, joined, are the conversation as the template writes it; of several tokens of one character the first has it.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Trained">Whether a model is trained to say it.</param>
public sealed record ChatPart(int Id, string Text, ChatPartKind Kind, bool Trained);
