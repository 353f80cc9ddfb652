namespace Sinter.Data.Mixing;

/// <summary>What the shares of a mixture, and its budget, are counted in.</summary>
public enum MixtureUnit
{
    /// <summary>Tokens: of the tokenizer that the spec names, else estimated (<see cref="Cleaning.TokenEstimate"/>).</summary>
    Tokens,

    /// <summary>Documents.</summary>
    Documents,

    /// <summary>Bytes of UTF-8 text.</summary>
    Bytes,
}
