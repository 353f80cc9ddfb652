using System.Text;
using Sinter.Tokenizers;

namespace Sinter.Inference;

/// <summary>The answer to one message of a <see cref="ChatSession"/>; done when its stream has been read.</summary>
public sealed class ChatAnswer
{
    private readonly ChatSession _session;
    private readonly List<ChatMessage> _asked;

    internal ChatAnswer(ChatSession session, List<ChatMessage> asked, Generation generation, int cutMessages)
    {
        _session = session;
        _asked = asked;
        Generation = generation;
        CutMessages = cutMessages;
    }

    /// <summary>How many of the oldest messages were cut to make room for this one; tell the user where it is not 0.</summary>
    public int CutMessages { get; }

    /// <summary>The figures of the generation: why it ended, tokens, rates.</summary>
    public Generation Generation { get; }

    /// <summary>Generates the answer piece by piece. Question and answer become part of the conversation when it ends, also where it is given up or cancelled after some text; else the conversation is as before.</summary>
    /// <param name="cancellation">Ends the answer between two tokens.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The answer was read before, or another was asked for meanwhile.</exception>
    public IEnumerable<string> Stream(CancellationToken cancellation = default)
    {
        var text = new StringBuilder();
        try
        {
            foreach (var piece in Generation.Stream(cancellation))
            {
                text.Append(piece);
                yield return piece;
            }
        }
        finally
        {
            if (text.Length > 0 || Generation.FinishReason != FinishReason.None)
            {
                _session.Keep([.. _asked, new("assistant", text.ToString())]);
            }
        }
    }

    /// <summary>Generates the answer to its end and gives the whole text.</summary>
    /// <inheritdoc cref="Stream"/>
    public string Complete(CancellationToken cancellation = default) => string.Concat(Stream(cancellation));
}
