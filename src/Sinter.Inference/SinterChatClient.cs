using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Sinter.Tokenizers;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Sinter.Inference;

/// <summary>
/// A model as an <see cref="IChatClient"/>, in process. It keeps no conversation: each request brings all its messages,
/// and the same request gives the same answer. Requests at the same time wait for one another. Penalties, reasoning and
/// the like, which the model cannot honour, are ignored; tools, other content than text and JSON formats are refused.
/// </summary>
public sealed class SinterChatClient : IChatClient
{
    /// <summary>The additional property of a response that says how many of the oldest messages were cut since they did not fit into the context.</summary>
    public const string CutMessagesProperty = "sinter.cut_messages";

    private readonly TextGenerator _generator;
    private readonly ChatTemplate _template;
    private readonly GenerationOptions _defaults;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ChatClientMetadata _metadata;
    private bool _disposed;

    /// <summary>Makes a client.</summary>
    /// <param name="model">The model; no one else uses it meanwhile.</param>
    /// <param name="tokenizer">Its tokenizer, with the special tokens of the template.</param>
    /// <param name="modelId">How responses call the model.</param>
    /// <param name="defaults">What counts where a request says nothing.</param>
    /// <param name="template">How a conversation is written for the model; <see cref="ChatTemplate.Default"/> where left out.</param>
    /// <param name="endTokens">Tokens that end an answer beside the tokenizer's end of text.</param>
    /// <exception cref="ArgumentException">Model and tokenizer do not belong together, or a default is out of its range.</exception>
    public SinterChatClient(ITokenModel model, Tokenizer tokenizer, string modelId = "sinter", GenerationOptions? defaults = null, ChatTemplate? template = null, IEnumerable<int>? endTokens = null)
    {
        _generator = new TextGenerator(model, tokenizer, endTokens);
        _defaults = (defaults ?? new()).Validated();
        _template = template ?? ChatTemplate.Default;
        _metadata = new ChatClientMetadata("sinter", defaultModelId: modelId);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The newest message does not fit into the context, or an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The request asks for what no Sinter model can do.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The newest message does not fit into the context, or an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The request asks for what no Sinter model can do.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var conversation = Conversation(messages, options);
        var generationOptions = Merge(options).Validated();
        var prompt = ChatPrompt.Fit(_generator.Tokenizer, _template, conversation, _generator.Model.ContextLength, generationOptions.MaxTokens);
        return Stream(prompt, generationOptions, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_generator.Model) ? _generator.Model
            : null;
    }

    /// <summary>Ends the client; the model is its maker's.</summary>
    public void Dispose() => _disposed = true;

    private async IAsyncEnumerable<ChatResponseUpdate> Stream(ChatPrompt prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var generation = _generator.Start(prompt.Tokens, options);
            using var pieces = generation.Stream(cancellationToken).GetEnumerator();

            // The model computes on a thread of the pool, so that a user interface that awaits it stays alive.
            while (await Task.Run(pieces.MoveNext, cancellationToken).ConfigureAwait(false))
            {
                yield return Update(new TextContent(pieces.Current));
            }

            var last = Update(new UsageContent(new UsageDetails
            {
                InputTokenCount = generation.PromptTokens,
                CachedInputTokenCount = generation.CachedTokens,
                OutputTokenCount = generation.Tokens.Count,
                TotalTokenCount = generation.PromptTokens + generation.Tokens.Count,
            }));
            last.FinishReason = generation.FinishReason is FinishReason.EndOfText or FinishReason.StopString ? ChatFinishReason.Stop : ChatFinishReason.Length;
            if (prompt.CutMessages > 0)
            {
                // Without an id of a message they belong to the response.
                last.MessageId = null;
                last.AdditionalProperties = new() { [CutMessagesProperty] = prompt.CutMessages };
            }

            yield return last;
        }
        finally
        {
            _turn.Release();
        }

        ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content])
        {
            CreatedAt = DateTimeOffset.UtcNow,
            MessageId = id,
            ModelId = _metadata.DefaultModelId,
            ResponseId = id,
        };
    }

    private static List<Tokenizers.ChatMessage> Conversation(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (options is { Tools.Count: > 0, ToolMode: not NoneChatToolMode })
        {
            throw new NotSupportedException("The request offers tools, which Sinter's models cannot call; send it without.");
        }

        if (options?.ResponseFormat is ChatResponseFormatJson)
        {
            throw new NotSupportedException("The request asks for JSON, which Sinter's models cannot promise; ask for text.");
        }

        List<Tokenizers.ChatMessage> conversation = [];
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            conversation.Add(new("system", instructions));
        }

        foreach (var message in messages)
        {
            if (message.Contents.FirstOrDefault(static content => content is not TextContent) is { } other)
            {
                throw new NotSupportedException($"A message of the {message.Role} holds {other.GetType().Name}; Sinter's models read text only.");
            }

            if (message.Role != ChatRole.System && message.Role != ChatRole.User && message.Role != ChatRole.Assistant)
            {
                throw new NotSupportedException($"A message has the role '{message.Role}'; Sinter's models know system, user and assistant.");
            }

            conversation.Add(new(message.Role.Value, message.Text));
        }

        return conversation;
    }

    private GenerationOptions Merge(ChatOptions? options) => options is null ? _defaults : _defaults with
    {
        MaxTokens = options.MaxOutputTokens ?? _defaults.MaxTokens,
        StopStrings = options.StopSequences is { } stops ? [.. stops] : _defaults.StopStrings,
        Sampling = _defaults.Sampling with
        {
            Temperature = options.Temperature ?? _defaults.Sampling.Temperature,
            TopK = options.TopK ?? _defaults.Sampling.TopK,
            TopP = options.TopP ?? _defaults.Sampling.TopP,
            Seed = options.Seed is { } seed ? unchecked((ulong)seed) : _defaults.Sampling.Seed,
        },
    };
}
