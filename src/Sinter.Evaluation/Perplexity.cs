namespace Sinter.Evaluation;

/// <summary>How well a model predicts a text: what it lost on each token, summed.</summary>
/// <param name="Tokens">Tokens that were predicted; the first of a text, which nothing comes before, is not among them.</param>
/// <param name="Nats">The sum of −ln p(token) over them.</param>
/// <param name="Utf8Bytes">Bytes of the text that they spell.</param>
public sealed record Perplexity(long Tokens, double Nats, long Utf8Bytes)
{
    /// <summary>The mean loss, in nats a token.</summary>
    public double NatsPerToken => Nats / Tokens;

    /// <summary>exp(nats a token): the number of equally likely tokens that the model wavers between. Comparable for one tokenizer only.</summary>
    public double Value => Math.Exp(NatsPerToken);

    /// <summary>Bits for each byte of text: comparable between tokenizers.</summary>
    public double BitsPerByte => Evaluation.BitsPerByte.FromNats(Nats, Utf8Bytes);
}
