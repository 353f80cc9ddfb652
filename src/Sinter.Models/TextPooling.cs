namespace Sinter.Models;

/// <summary>How the hidden states of a text's tokens become one vector.</summary>
public enum TextPooling
{
    /// <summary>That of the first token, such as [CLS] (Devlin et al. 2019).</summary>
    First,

    /// <summary>That of the last token, the only one that has seen all of the text in a decoder, such as GPT-1's [EXTRACT] (Radford et al. 2018).</summary>
    Last,

    /// <summary>The mean of all (Reimers and Gurevych 2019).</summary>
    Mean,
}
