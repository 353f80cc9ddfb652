using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>The special tokens that go before and behind a text.</summary>
/// <param name="Before">The ids before it.</param>
/// <param name="After">The ids behind it.</param>
internal sealed record TokenFrameIds(int[] Before, int[] After)
{
    // No token has it, so it is found again wherever the file puts the text.
    private const int Text = -1;

    /// <summary>No special tokens.</summary>
    public static TokenFrameIds None { get; } = new([], []);

    /// <summary>How many there are.</summary>
    public int Count => Before.Length + After.Length;

    /// <summary>Those that the file of a tokenizer asks for.</summary>
    public static TokenFrameIds Of(Tokenizer tokenizer)
    {
        var framed = tokenizer.AddSpecialTokens([Text]);
        var at = Array.IndexOf(framed, Text);
        return new TokenFrameIds(framed[..at], framed[(at + 1)..]);
    }
}
