using Sinter.Inference;

namespace Sinter.Cli.Verbs;

/// <summary>Reads messages and commands and writes answers, until the input or the user's patience ends. All but the answers goes to the error output.</summary>
internal sealed class ChatLoop(ChatSession session, ChatInput input, TextWriter output, TextWriter error, AnswerInterruption interruption)
{
    /// <summary>The commands in one line.</summary>
    public const string Commands = "/reset forgets the conversation, /exit leaves, /help says this; Ctrl+C stops an answer.";

    private static readonly string[] Known = ["/reset", "/exit", "/help"];

    /// <summary>Runs the conversation and returns the exit code: 1 where a question could not be asked and nobody was there to ask it in another way.</summary>
    public int Run()
    {
        var code = ExitCode.Done;
        while (Next() is { } message)
        {
            switch (message)
            {
                case "":
                    break;
                case "/exit":
                    return code;
                case "/reset":
                    session.Reset();
                    error.WriteLine("Forgotten; the next question begins a new conversation.");
                    break;
                case "/help":
                    error.WriteLine(Commands);
                    break;
                case ['/', ..] when !message.Any(char.IsWhiteSpace):
                    error.WriteLine($"'{message}' is no command{Suggestion.For(message, Known)}");
                    break;
                default:
                    code = Answer(message) || input.Prompt.Length > 0 ? code : ExitCode.Failed;
                    break;
            }
        }

        return code;
    }

    private string? Next()
    {
        error.Write(input.Prompt);
        error.Flush();
        return input.ReadMessage()?.Trim();
    }

    /// <summary>Answers one question; false where it could not be asked.</summary>
    private bool Answer(string question)
    {
        try
        {
            var answer = session.Ask(question);
            if (answer.CutMessages > 0)
            {
                error.WriteLine($"(The conversation is longer than the model's context: the oldest {answer.CutMessages} messages are forgotten.)");
            }

            foreach (var piece in answer.Stream(interruption.Begin()))
            {
                output.Write(piece);
                output.Flush();
            }

            output.WriteLine();
            if (answer.Generation.FinishReason is FinishReason.MaxTokens or FinishReason.ContextFull)
            {
                error.WriteLine(answer.Generation.FinishReason is FinishReason.MaxTokens ? "(Cut by --max-tokens.)" : "(Cut, as the model's context is full; /reset makes room.)");
            }
        }
        catch (OperationCanceledException)
        {
            output.WriteLine();
            error.WriteLine("(Stopped.)");
        }
        catch (ArgumentException tooLong)
        {
            error.WriteLine(tooLong.Message);
            return false;
        }
        finally
        {
            interruption.End();
        }

        return true;
    }
}
