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

    private readonly Transformer _model;
    private readonly (Tensor Keys, Tensor Values)[] _cache;
    private readonly Dictionary<int, DecoderProgram> _programs = [];
    private int _position;

    /// <summary>A decoder with an empty cache.</summary>
    /// <param name="model">The model; its key-value cache takes 2 · layers · context · key-value size floats.</param>
    public CachedDecoder(Transformer model)
    {
        _model = model;

        // Filled-up pieces write beyond the last token; what they write there is overwritten before it is read.
        Shape shape = [model.Config.ContextLength + Lengths[^1], model.Config.KeyValueSize];
        _cache = [.. Enumerable.Range(0, model.Config.Layers).Select(_ => (Tensor.Zeros(model.Backend, shape), Tensor.Zeros(model.Backend, shape)))];
    }

    /// <inheritdoc/>
    public int VocabularySize => _model.Config.VocabularySize;

    /// <inheritdoc/>
    public int ContextLength => _model.Config.ContextLength;

    /// <inheritdoc/>
    public void Reset() => _position = 0;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty || _position + tokens.Length > ContextLength)
        {
            throw new ArgumentException($"{tokens.Length} tokens after {_position} do not fit: give at least one, and at most {ContextLength} in all.", nameof(tokens));
        }

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

    private DecoderProgram ProgramFor(int length)
    {
        if (!_programs.TryGetValue(length, out var program))
        {
            _programs[length] = program = new DecoderProgram(_model, _cache, length);
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
        private readonly int _contextLength;

        public DecoderProgram(Transformer model, (Tensor Keys, Tensor Values)[] cache, int length)
        {
            _contextLength = model.Config.ContextLength;
            _tokens = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _positions = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _start = Tensor.Input(model.Backend, [1], DataType.Int32);
            _last = Tensor.Input(model.Backend, [1], DataType.Int32);
            var hidden = model.Hidden(_tokens, _positions, (qkv, layer) => qkv.CachedAttention(
                cache[layer].Keys, cache[layer].Values, _start, model.Config.Heads, model.Config.KeyValueHeads));
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
                positions[i] = Math.Min(start + i, _contextLength - 1);
            }

            _program.Values<int>(_start)[0] = start;
            _program.Values<int>(_last)[0] = tokens.Length - 1;
            _program.Run();
            return _program.Values<float>(_logits);
        }
    }
}
