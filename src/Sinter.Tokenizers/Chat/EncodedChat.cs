namespace Sinter.Tokenizers;

/// <summary>A conversation as tokens.</summary>
/// <param name="Ids">The token ids.</param>
/// <param name="Trained">For each id whether a model is trained to say it: true on the tokens of the assistant's answers and on the end of each answer, false elsewhere. As long as <paramref name="Ids"/>.</param>
public sealed record EncodedChat(int[] Ids, bool[] Trained)
{
    /// <summary>How <see cref="Trained"/> was found.</summary>
    public ChatMaskSource MaskSource { get; init; }
}
