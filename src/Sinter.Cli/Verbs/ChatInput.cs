using System.Text;

namespace Sinter.Cli.Verbs;

/// <summary>Where the messages of a chat come from.</summary>
/// <param name="reader">Lines.</param>
/// <param name="moreWaits">Whether another line of the same message has come already; null where each line is a message.</param>
/// <param name="prompt">What a user sees before he types; nothing for a pipe.</param>
internal sealed class ChatInput(TextReader reader, Func<bool>? moreWaits, string prompt)
{
    // A terminal hands over a long paste in parts.
    private static readonly TimeSpan PasteGap = TimeSpan.FromMilliseconds(20);

    /// <summary>What a user sees before he types.</summary>
    public string Prompt => prompt;

    /// <summary>A person at a terminal. What is pasted is one message, however many lines it has.</summary>
    public static ChatInput Terminal() => new(
        Console.In,
        static () =>
        {
            Thread.Sleep(PasteGap);
            return Console.KeyAvailable;
        },
        "> ");

    /// <summary>A pipe or file, each line a message.</summary>
    public static ChatInput Lines(TextReader reader) => new(reader, null, "");

    /// <summary>The next message; null at the end.</summary>
    public string? ReadMessage()
    {
        var first = reader.ReadLine();
        if (first is null || moreWaits is null || !moreWaits())
        {
            return first;
        }

        var message = new StringBuilder(first);
        while (moreWaits() && reader.ReadLine() is { } line)
        {
            message.Append('\n').Append(line);
        }

        return message.ToString();
    }
}
