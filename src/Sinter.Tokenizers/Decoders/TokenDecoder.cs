using System.Text.Json;

namespace Sinter.Tokenizers.Decoders;

/// <summary>
/// Turns a token as its file writes it into the bytes that it stands for, as the <c>decoder</c> of a tokenizer.json says. A token's bytes depend on the token and on
/// whether it is the first of a text, on nothing else, so that they are worked out once for each id and ids can be decoded one at a time.
/// </summary>
internal abstract class TokenDecoder
{
    /// <summary>The bytes of a token.</summary>
    /// <param name="token">The bytes so far: at first the token's text as UTF-8.</param>
    /// <param name="first">Whether the token begins the text.</param>
    public abstract byte[] Decode(byte[] token, bool first);

    /// <summary>How many bytes of this value a decoded text loses at its beginning, after all tokens were joined; usually none.</summary>
    public virtual (byte Value, int Count) StripsLeading => default;

    /// <summary>Whether a decoded text loses one space at its end.</summary>
    public virtual bool StripsTrailingSpace => false;

    /// <summary>Whether it joins the tokens to one text, so that a step behind it sees the whole text.</summary>
    public virtual bool Joins => false;

    /// <summary>Writes it as the JSON object that Hugging Face reads.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
