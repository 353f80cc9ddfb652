using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tuning;

/// <summary>The chat template of a model.</summary>
internal static class ModelTemplate
{
    /// <summary>The template of a model's folder, else Sinter's own; null where the tokenizer lacks the tokens that it is written with: such a model reads plain text.</summary>
    public static ChatTemplate? Of(string folder, Tokenizer tokenizer)
    {
        foreach (var template in new[] { ChatView.OwnTemplate(folder), ChatTemplate.Default }.OfType<ChatTemplate>())
        {
            try
            {
                template.Encode(tokenizer, [new ChatMessage("user", "a"), new ChatMessage("assistant", "b")], addGenerationPrompt: false);
                return template;
            }
            catch (ChatTemplateException)
            {
                // The next one may do.
            }
        }

        return null;
    }

    /// <summary>Holds that conversations written with a template have something to learn: what the assistant says.</summary>
    /// <param name="folder">The model's folder, for the sentence.</param>
    /// <param name="template">The template; null for plain text.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <exception cref="InvalidDataException">The template writes no turn of the assistant.</exception>
    public static void Check(string folder, ChatTemplate? template, Tokenizer tokenizer)
    {
        if (template?.Encode(tokenizer, [new ChatMessage("user", "a"), new ChatMessage("assistant", "b")], addGenerationPrompt: false).Trained.Contains(true) is false)
        {
            throw new InvalidDataException($"The chat template in '{folder}' writes no turn of the assistant, so nothing could be learned from conversations; give the model a template that does, or remove it to have Sinter's own.");
        }
    }

    /// <summary>The tokens that an answer goes on from.</summary>
    public static int[] Prompt(ChatTemplate? template, Tokenizer tokenizer, IReadOnlyList<ChatMessage> messages)
    {
        if (template is not null)
        {
            return template.Encode(tokenizer, messages, addGenerationPrompt: true).Ids;
        }

        var tokens = new List<int>();
        if ((tokenizer.BeginningOfText ?? tokenizer.EndOfText) is { } beginning)
        {
            tokens.Add(beginning);
        }

        tokenizer.Encode(string.Join('\n', messages.Select(static message => message.Content)), tokens);
        return [.. tokens];
    }
}
