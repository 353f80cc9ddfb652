using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Inference;

/// <summary>
/// A decoder as an <see cref="ITokenModel"/>: tokens go through compiled programs of a few fixed lengths, keys and values of earlier tokens
/// come from the cache. The model's weights are read, not copied: a model in training can be listened to.
/// </summary>
public sealed class CachedDecoder : ITokenModel
{
    /// <summary>Lengths of the programs: one token at a time, a short prompt, a part of a long one. A shorter piece is filled up.</summary>
    private static readonly int[] Lengths = [1, 16, 128];

    /// <summary>Positions that the cache has room for at first: it grows as a sequence does, by doubling.</summary>
    private const int FirstCapacity = 1024;

    private readonly Transformer _model;

    /// <summary>Places before the text that are an adapter's; they are fed before the first token.</summary>
    private readonly int _virtualTokens;
    private readonly Dictionary<int, DecoderProgram> _programs = [];
    private (Tensor Keys, Tensor Values)[] _cache = [];
    private int _capacity;
    private int _position;

    /// <summary>A decoder with an empty cache.</summary>
    /// <param name="model">The model; its key-value cache takes 2 · layers · positions · key-value size floats, for as many positions as the longest sequence had, or up to twice as many.</param>
    /// <param name="contextLimit">The most tokens that one sequence can have, where that is fewer than the model's context; 0 for the model's context.</param>
    public CachedDecoder(Transformer model, int contextLimit = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contextLimit);
        _model = model;
        _virtualTokens = model.Adapter?.VirtualTokens ?? 0;
        ContextLength = Math.Min(contextLimit == 0 ? int.MaxValue : contextLimit, model.Config.ContextLength - _virtualTokens);
    }

    /// <inheritdoc/>
    public int VocabularySize => _model.Config.VocabularySize;

    /// <inheritdoc/>
    public int ContextLength { get; }

    /// <summary>Bytes of the key-value cache.</summary>
    public long CacheBytes => _cache.Sum(static layer => layer.Keys.ByteCount + layer.Values.ByteCount);

    /// <inheritdoc/>
    public void Reset() => _position = 0;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens)
    {
        var used = Math.Max(0, _position - _virtualTokens);
        if (tokens.IsEmpty || tokens.Length > ContextLength - used)
        {
            throw new ArgumentException($"{tokens.Length} tokens after {used} do not fit: give at least one, and at most {ContextLength} in all.", nameof(tokens));
        }

        if (_position == 0 && _virtualTokens > 0)
        {
            Feed(new int[_virtualTokens]);
        }

        return Feed(tokens);
    }

    private ReadOnlySpan<float> Feed(ReadOnlySpan<int> tokens)
    {
        Grow(_position + tokens.Length);
        var logits = ReadOnlySpan<float>.Empty;
        while (!tokens.IsEmpty)
        {
            var count = Math.Min(tokens.Length, Lengths[^1]);
            var program = ProgramFor(Lengths.First(length => length >= count));
            logits = program.Run(tokens[..count], _position);
            _position += count;
            tokens = tokens[count..];
        }

        return logits;
    }

    /// <summary>Makes room for so many positions, keeping what is there. Programs read the cache where it lies, and are made anew.</summary>
    private void Grow(int positions)
    {
        if (positions <= _capacity)
        {
            return;
        }

        _programs.Clear();
        _capacity = (int)Math.Min(ContextLength + _virtualTokens, Math.Max(positions, Math.Max(FirstCapacity, 2L * _capacity)));

        // Filled-up pieces write beyond the last token; what they write there is overwritten before it is read.
        Shape shape = [_capacity + Lengths[^1], _model.Config.KeyValueSize];
        var (old, used) = (_cache, _position * _model.Config.KeyValueSize);
        _cache = [.. Enumerable.Range(0, _model.Config.NextTokenBlocks).Select(layer => old.Length == 0
            ? (Tensor.Zeros(_model.Backend, shape), Tensor.Zeros(_model.Backend, shape))
            : (Longer(old[layer].Keys, shape, used), Longer(old[layer].Values, shape, used)))];
    }

    private static Tensor Longer(Tensor old, Shape shape, int used)
    {
        var longer = Tensor.Zeros(old.Backend, shape);
        old.AsSpan<float>()[..used].CopyTo(longer.AsSpan<float>());
        GC.KeepAlive(old);
        return longer;
    }

    private DecoderProgram ProgramFor(int length)
    {
        if (!_programs.TryGetValue(length, out var program))
        {
            _programs[length] = program = new DecoderProgram(_model, _cache, _capacity, length);
        }

        return program;
    }

    /// <summary>The computation for pieces of up to one length.</summary>
    private sealed class DecoderProgram
    {
        private readonly Tensor _tokens;
        private readonly Tensor _positions;
        private readonly Tensor _start;
        private readonly Tensor _last;
        private readonly Tensor _logits;
        private readonly StepProgram _program;
        private readonly int _capacity;

        public DecoderProgram(Transformer model, (Tensor Keys, Tensor Values)[] cache, int capacity, int length)
        {
            _capacity = capacity;
            _tokens = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _positions = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _start = Tensor.Input(model.Backend, [1], DataType.Int32);
            _last = Tensor.Input(model.Backend, [1], DataType.Int32);
            var hidden = model.Hidden(
                _tokens,
                _positions,
                (qkv, layer) => qkv.CachedAttention(cache[layer].Keys, cache[layer].Values, _start, model.Config.Attention(layer)),
                positionLimit: capacity);
            _logits = model.Logits(hidden.Reshape([length, model.Config.HiddenSize]).Gather(_last));
            _program = StepProgram.Compile(_logits);
        }

        public ReadOnlySpan<float> Run(ReadOnlySpan<int> tokens, int start)
        {
            var ids = _program.Values<int>(_tokens);
            ids.Clear();
            tokens.CopyTo(ids);
            var positions = _program.Values<int>(_positions);
            for (var i = 0; i < positions.Length; i++)
            {
                positions[i] = Math.Min(start + i, _capacity - 1);
            }

            _program.Values<int>(_start)[0] = start;
            _program.Values<int>(_last)[0] = tokens.Length - 1;
            _program.Run();
            return _program.Values<float>(_logits);
        }
    }
}
