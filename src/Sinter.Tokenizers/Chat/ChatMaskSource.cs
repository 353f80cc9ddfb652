namespace Sinter.Tokenizers;

/// <summary>How it was found out which tokens of a conversation are trained; the surest way that a template allows is taken.</summary>
public enum ChatMaskSource
{
    /// <summary>There is no answer of the assistant.</summary>
    None,

    /// <summary>The template marks what the assistant says, between <c>{% generation %}</c> and <c>{% endgeneration %}</c>.</summary>
    Marks,

    /// <summary>An answer is what comes to the prompt before it, up to and with the special token that ends it.</summary>
    Prompts,

    /// <summary>An answer is the text of its message where it stands, up to and with the special token behind it, since the template writes earlier turns differently later.</summary>
    Contents,
}
