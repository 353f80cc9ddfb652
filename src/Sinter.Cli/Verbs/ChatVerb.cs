using System.CommandLine;
using System.Globalization;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Inference;
using Sinter.Models;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter chat MODEL</c>: a conversation with a tuned model.</summary>
internal static class ChatVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A model folder, or a run folder, whose final model is taken." };
        var system = new Option<string?>("--system") { HelpName = "TEXT", Description = "The system message: how the model is to behave." };

        // What a small model knows best is what it says first.
        var arguments = new GenerationArguments("The most tokens of one answer; 256 without it.", defaultTemperature: 0);
        var verb = new Verb(
            "chat",
            $"Talks with a tuned model. {ChatLoop.Commands} Questions may also come through a pipe, one a line; the standard output then holds the answers only.",
            "sinter chat runs/dotnet-docs",
            "sinter chat runs/dotnet-docs --temperature 0.7 --max-tokens 100")
        {
            model, system,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var loaded = LoadedModel.Load(parsed.GetRequiredValue(model), arguments.Threads(parsed));
            var options = arguments.Read(parsed, loaded.Folder.Generation);
            return Run(loaded, options, parsed.GetValue(system), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
        return verb;
    }

    private static int Run(LoadedModel loaded, GenerationOptions options, string? system, TextWriter output, TextWriter error)
    {
        RequireChatTokens(loaded);
        var session = new ChatSession(TokenModels.Of(loaded.Model), loaded.Tokenizer, options, system, ChatView.OwnTemplate(loaded.TokenizerPath), loaded.Folder.Generation.EndOfText);
        var interactive = !Console.IsInputRedirected;
        using var interruption = new AnswerInterruption(interactive);
        if (interactive)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{loaded.Folder.Path}, {loaded.Model.Config.Parameters:N0} parameters. {ChatLoop.Commands}"));
        }

        return new ChatLoop(session, interactive ? ChatInput.Terminal() : ChatInput.Lines(Console.In), output, error, interruption).Run();
    }

    private static void RequireChatTokens(LoadedModel loaded)
    {
        foreach (var token in SpecialTokens.All)
        {
            if (loaded.Tokenizer.TokenId(token) is not { } id || !loaded.Tokenizer.IsSpecial(id))
            {
                throw new InvalidDataException($"The tokenizer in '{loaded.Folder.Path}' has no token {token}, so the model was not tuned to chat; continue a text with 'sinter generate' instead.");
            }
        }
    }
}
