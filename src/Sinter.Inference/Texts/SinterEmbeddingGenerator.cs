using Microsoft.Extensions.AI;
using static System.FormattableString;

namespace Sinter.Inference.Texts;

/// <summary>A <see cref="TextEmbedder"/> as an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, in process. Requests at the same time wait for one another.</summary>
public sealed class SinterEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly TextEmbedder _embedder;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _disposed;

    /// <summary>Makes a generator.</summary>
    /// <param name="embedder">What computes the vectors; nobody else uses it meanwhile.</param>
    /// <param name="modelId">How results call the model.</param>
    public SinterEmbeddingGenerator(TextEmbedder embedder, string modelId = "sinter")
    {
        _embedder = embedder;
        _metadata = new EmbeddingGeneratorMetadata("sinter", defaultModelId: modelId, defaultModelDimensions: embedder.Size);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A text is longer than the context.</exception>
    /// <exception cref="NotSupportedException">The request asks for vectors of another size than the model has.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (options?.Dimensions is { } size && size != _embedder.Size)
        {
            throw new NotSupportedException(Invariant($"The request asks for vectors of {size} elements, and the model's have {_embedder.Size}; ask for those."));
        }

        string[] texts = [.. values];
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The model computes on a thread of the pool, so that a user interface that awaits it stays alive.
            var (vectors, tokens) = await Task.Run(() => (_embedder.EmbedAll(texts, out var read, cancellationToken), read), cancellationToken).ConfigureAwait(false);
            var now = DateTimeOffset.UtcNow;
            return new(vectors.Select(vector => new Embedding<float>(vector) { CreatedAt = now, ModelId = _metadata.DefaultModelId }))
            {
                Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens },
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_embedder) ? _embedder
            : null;
    }

    /// <summary>Ends the generator; the model is its maker's.</summary>
    public void Dispose() => _disposed = true;
}
