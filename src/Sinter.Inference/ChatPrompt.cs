using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>A conversation as the tokens that a model answers to, cut from its oldest turns so that there is room for the answer.</summary>
/// <param name="Tokens">The prompt, ending where the answer begins.</param>
/// <param name="CutMessages">How many of the oldest messages are left out; a system message at the beginning always stays.</param>
internal sealed record ChatPrompt(int[] Tokens, int CutMessages)
{
    /// <summary>Encodes as many of the newest turns as fit. At least a quarter of the context is kept for the answer, or what it may have if that is less.</summary>
    /// <exception cref="ArgumentException">There is no message, or not even the newest turn fits.</exception>
    public static ChatPrompt Fit(Tokenizer tokenizer, ChatTemplate template, IReadOnlyList<ChatMessage> messages, int contextLength, int maxTokens)
    {
        var system = messages.TakeWhile(static message => message.Role == "system").Count();
        if (messages.Count == system)
        {
            throw new ArgumentException("The conversation has no message to answer; add one of the user.");
        }

        var room = contextLength - Math.Min(maxTokens, contextLength / 4);
        for (var cut = 0; ; cut = NextTurn(messages, system, cut))
        {
            List<ChatMessage> kept = [.. messages.Take(system), .. messages.Skip(system + cut)];
            var tokens = template.Encode(tokenizer, kept, addGenerationPrompt: true).Ids;
            if (tokens.Length <= room)
            {
                return new ChatPrompt(tokens, cut);
            }

            if (NextTurn(messages, system, cut) == messages.Count - system)
            {
                throw new ArgumentException(Invariant($"The newest message (with the system message) has {tokens.Length} tokens, and the model's context of {contextLength} has room for {room} beside the answer; shorten it."));
            }
        }
    }

    /// <summary>How many messages are cut where the next turn, which begins with the user, goes too.</summary>
    private static int NextTurn(IReadOnlyList<ChatMessage> messages, int system, int cut)
    {
        do
        {
            cut++;
        }
        while (system + cut < messages.Count && messages[system + cut].Role != "user");

        return cut;
    }
}
