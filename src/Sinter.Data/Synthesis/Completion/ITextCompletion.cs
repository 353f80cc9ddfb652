namespace Sinter.Data.Synthesis;

/// <summary>A model that answers messages: one behind an endpoint, or one in this process. Any number of threads may use it.</summary>
public interface ITextCompletion
{
    /// <summary>The name of the model, for metadata and messages; it holds no secret.</summary>
    string Name { get; }

    /// <summary>Asks for one answer.</summary>
    /// <exception cref="CompletionException">There is none; the exception says whether it is of any use to ask for others.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<TextCompletion> CompleteAsync(CompletionRequest request, CancellationToken cancellation);
}

/// <summary>What a model is asked.</summary>
/// <param name="System">How it is to behave; null to say nothing of that.</param>
/// <param name="User">The message of the user.</param>
/// <param name="MaximumTokens">The most tokens of the answer.</param>
/// <param name="Temperature">How freely it answers; null for what the model has by itself.</param>
/// <param name="Seed">The seed of the answer, for models that take one; null to send none.</param>
public sealed record CompletionRequest(string? System, string User, int MaximumTokens, double? Temperature = null, long? Seed = null);

/// <summary>What a model answered.</summary>
/// <param name="Text">The answer.</param>
/// <param name="PromptTokens">The tokens that it read; 0 where it did not say.</param>
/// <param name="CompletionTokens">The tokens that it wrote; 0 where it did not say.</param>
/// <param name="Requests">How often it was asked, retries too.</param>
/// <param name="IsCut">Whether the answer ended at the most tokens.</param>
public sealed record TextCompletion(string Text, long PromptTokens = 0, long CompletionTokens = 0, int Requests = 1, bool IsCut = false);
