using Microsoft.Extensions.AI;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Data.Synthesis;
using Sinter.Inference;

namespace Sinter.Cli.Verbs.Data;

/// <summary>A chat client, such as a model of Sinter in this process, as one that makes and judges items.</summary>
/// <param name="client">The client; it belongs to this object.</param>
/// <param name="name">How metadata call the model.</param>
internal sealed class LocalCompletion(IChatClient client, string name) : ITextCompletion, IDisposable
{
    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Loads a model folder, or the final model of a run.</summary>
    public static LocalCompletion Load(string path)
    {
        var loaded = LoadedModel.Load(path, threads: 0);
        return new LocalCompletion(
            new SinterChatClient(TokenModels.Of(loaded.Model), loaded.Tokenizer, "sinter", template: ChatView.OwnTemplate(loaded.Folder.Path), endTokens: loaded.Folder.Generation.EndOfText),
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))));
    }

    /// <inheritdoc/>
    public async Task<TextCompletion> CompleteAsync(CompletionRequest request, CancellationToken cancellation)
    {
        var messages = new List<ChatMessage>();
        if (request.System is not null)
        {
            messages.Add(new ChatMessage(ChatRole.System, request.System));
        }

        messages.Add(new ChatMessage(ChatRole.User, request.User));
        try
        {
            var response = await client.GetResponseAsync(
                messages, new ChatOptions { MaxOutputTokens = request.MaximumTokens, Temperature = (float?)request.Temperature, Seed = request.Seed }, cancellation).ConfigureAwait(false);
            return new TextCompletion(response.Text, response.Usage?.InputTokenCount ?? 0, response.Usage?.OutputTokenCount ?? 0, 1, response.FinishReason == ChatFinishReason.Length);
        }
        catch (ArgumentException fault)
        {
            throw new CompletionException(fault.Message, "does-not-fit", inner: fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
