using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>
/// The decoder of an encoder-decoder as an <see cref="ITokenModel"/>, bound to a source: <see cref="Read"/> encodes the source once and keeps each layer's keys and values of it; what is
/// written goes through a key-value cache. The model's weights are read, not copied. It serves one generation at a time.
/// </summary>
public sealed class SourceDecoder : ITokenModel
{
    /// <summary>Lengths of the decoder's programs: one token at a time, and a given beginning.</summary>
    private static readonly int[] Lengths = [1, 16];

    /// <summary>Lengths of the encoder's programs are this times a power of 4.</summary>
    private const int ShortestSource = 16;

    private readonly EncoderDecoder _model;
    private readonly Tensor[] _sources;
    private readonly (Tensor Keys, Tensor Values)[] _cache;
    private readonly Dictionary<int, EncoderProgram> _encoders = [];
    private readonly Dictionary<int, DecoderProgram> _decoders = [];
    private int _sourceLength;
    private int _position;

    /// <summary>A decoder that has read no source yet.</summary>
    /// <param name="model">The model; keys and values take 4 · decoder layers · context · key-value size floats.</param>
    public SourceDecoder(EncoderDecoder model)
        : this(model, [.. Enumerable.Range(0, model.Config.DecoderLayers).Select(_ => Tensor.Zeros(model.Backend, [1, model.Config.ContextLength, 2 * model.Config.KeyValueSize]))])
    {
    }

    private SourceDecoder(EncoderDecoder model, Tensor[] sources)
    {
        _model = model;
        _sources = sources;
        var config = model.Config;

        // Filled-up pieces write beyond the last token; what they write there is overwritten before it is read.
        Shape shape = [config.ContextLength + Lengths[^1], config.KeyValueSize];
        _cache = [.. Enumerable.Range(0, config.DecoderLayers).Select(_ => (Tensor.Zeros(model.Backend, shape), Tensor.Zeros(model.Backend, shape)))];
    }

    /// <inheritdoc/>
    public int VocabularySize => _model.Config.VocabularySize;

    /// <inheritdoc/>
    public int ContextLength => _model.Config.ContextLength;

    /// <summary>The model.</summary>
    public EncoderDecoder Model => _model;

    /// <summary>Encodes a source, which all that is written from now on is about.</summary>
    /// <param name="source">Its tokens, with those that frame it.</param>
    /// <exception cref="ArgumentException">It is empty or longer than the context.</exception>
    public void Read(ReadOnlySpan<int> source)
    {
        if (source.IsEmpty || source.Length > ContextLength)
        {
            throw new ArgumentException(Invariant($"The source has {source.Length} tokens; give at least one and at most the {ContextLength} of the model's context."), nameof(source));
        }

        var length = Math.Min(ShortestSource, ContextLength);
        while (length < source.Length)
        {
            length = Math.Min(4 * length, ContextLength);
        }

        if (!_encoders.TryGetValue(length, out var encoder))
        {
            _encoders[length] = encoder = new EncoderProgram(_model, length);
        }

        encoder.Run(source, _sources);
        _sourceLength = source.Length;
        _position = 0;
    }

    /// <summary>Another decoder of the same source, with a cache of its own; it goes along with the source that this one reads, see <see cref="Follow"/>.</summary>
    internal SourceDecoder Fork() => new(_model, _sources);

    /// <summary>Takes over what another decoder of the same source has written.</summary>
    internal void Follow(SourceDecoder other)
    {
        (_sourceLength, _position) = (other._sourceLength, other._position);
        var written = _position * _model.Config.KeyValueSize;
        for (var layer = 0; layer < _cache.Length; layer++)
        {
            other._cache[layer].Keys.AsSpan<float>()[..written].CopyTo(_cache[layer].Keys.AsSpan<float>());
            other._cache[layer].Values.AsSpan<float>()[..written].CopyTo(_cache[layer].Values.AsSpan<float>());
        }
    }

    /// <summary>Forgets what was written, not the source.</summary>
    public void Reset() => _position = 0;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No source was read.</exception>
    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens)
    {
        if (_sourceLength == 0)
        {
            throw new InvalidOperationException("No source was read; read one before its target is asked for.");
        }

        if (tokens.IsEmpty || _position + tokens.Length > ContextLength)
        {
            throw new ArgumentException(Invariant($"{tokens.Length} tokens after {_position} do not fit: give at least one, and at most {ContextLength} in all."), nameof(tokens));
        }

        var logits = ReadOnlySpan<float>.Empty;
        while (!tokens.IsEmpty)
        {
            var count = Math.Min(tokens.Length, Lengths[^1]);
            var length = Lengths.First(length => length >= count);
            if (!_decoders.TryGetValue(length, out var decoder))
            {
                _decoders[length] = decoder = new DecoderProgram(_model, _cache, _sources, length);
            }

            logits = decoder.Run(tokens[..count], _position, _sourceLength);
            _position += count;
            tokens = tokens[count..];
        }

        return logits;
    }

    /// <summary>Positions from the first of a piece on, none beyond the context.</summary>
    private static void FillPositions(Span<int> positions, int start, int context)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = Math.Min(start + i, context - 1);
        }
    }

    /// <summary>Keys and values of sources of up to one length. The padding behind a shorter one is a source of its own.</summary>
    private sealed class EncoderProgram
    {
        private readonly Tensor _tokens;
        private readonly Tensor _positions;
        private readonly Tensor _starts;
        private readonly Tensor[] _keyValues;
        private readonly StepProgram _program;

        public EncoderProgram(EncoderDecoder model, int length)
        {
            _tokens = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _positions = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _starts = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            var memory = model.Encode(_tokens, _positions, _starts);
            _keyValues = [.. Enumerable.Range(0, model.Config.DecoderLayers).Select(layer => model.KeyValues(memory, layer))];
            _program = StepProgram.Compile(_keyValues);
        }

        public void Run(ReadOnlySpan<int> source, Tensor[] sources)
        {
            var tokens = _program.Values<int>(_tokens);
            tokens.Clear();
            source.CopyTo(tokens);
            var starts = _program.Values<int>(_starts);
            starts.Fill(source.Length);
            starts[..source.Length].Clear();
            if (_program.Holds(_positions))
            {
                FillPositions(_program.Values<int>(_positions), 0, int.MaxValue);
            }

            _program.Run();
            for (var layer = 0; layer < sources.Length; layer++)
            {
                _program.Values<float>(_keyValues[layer]).CopyTo(sources[layer].AsSpan<float>());
            }
        }
    }

    /// <summary>The computation for pieces of the target of up to one length.</summary>
    private sealed class DecoderProgram
    {
        private readonly Tensor _tokens;
        private readonly Tensor _positions;
        private readonly Tensor _start;
        private readonly Tensor _last;
        private readonly Tensor _ranges;
        private readonly Tensor _logits;
        private readonly StepProgram _program;
        private readonly int _contextLength;

        public DecoderProgram(EncoderDecoder model, (Tensor Keys, Tensor Values)[] cache, Tensor[] sources, int length)
        {
            _contextLength = model.Config.ContextLength;
            _tokens = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _positions = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _start = Tensor.Input(model.Backend, [1], DataType.Int32);
            _last = Tensor.Input(model.Backend, [1], DataType.Int32);
            _ranges = Tensor.Input(model.Backend, [1, length, 2], DataType.Int32);
            var bias = model.CachedBias(cache[0].Keys.Shape[0], _tokens);
            var hidden = model.Decode(
                _tokens,
                _positions,
                (qkv, layer) => qkv.CachedAttention(cache[layer].Keys, cache[layer].Values, _start, model.Config.Attention(layer), bias),
                (queries, layer) => model.CrossAttend(queries, sources[layer], _ranges, layer));
            _logits = model.Logits(hidden.Reshape([length, model.Config.HiddenSize]).Gather(_last));
            _program = StepProgram.Compile(_logits);
        }

        public ReadOnlySpan<float> Run(ReadOnlySpan<int> tokens, int start, int sourceLength)
        {
            var ids = _program.Values<int>(_tokens);
            ids.Clear();
            tokens.CopyTo(ids);
            if (_program.Holds(_positions))
            {
                FillPositions(_program.Values<int>(_positions), start, _contextLength);
            }

            var ranges = _program.Values<int>(_ranges);
            for (var i = 0; i < ranges.Length; i += 2)
            {
                (ranges[i], ranges[i + 1]) = (0, sourceLength);
            }

            _program.Values<int>(_start)[0] = start;
            _program.Values<int>(_last)[0] = tokens.Length - 1;
            _program.Run();
            return _program.Values<float>(_logits);
        }
    }
}
