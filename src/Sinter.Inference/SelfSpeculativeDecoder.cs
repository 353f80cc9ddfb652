using System.Diagnostics;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>
/// A decoder with heads for several tokens as an <see cref="ITokenModel"/> that computes ahead (Gloeckle et al. 2024; Stern et al. 2018): the heads after the first propose
/// what may follow the token that is appended, and the first head says for all of them at once what really follows. While the tokens that are appended next are those
/// proposed, their logits are there already; where one is not, what was computed for the rest is forgotten. The logits are those of <see cref="CachedDecoder"/> to the bit, whatever is
/// proposed, so that any text is the same; it comes faster where proposals often come true, as in greedy decoding.
/// </summary>
public sealed class SelfSpeculativeDecoder : ITokenModel
{
    /// <summary>More rows at once are computed by other kernels, which add in another order.</summary>
    private const int MostRows = 16;

    /// <summary>After so many passes of a sequence it is known whether proposals pay.</summary>
    private const int PassesOfTrial = 12;

    /// <summary>Lengths of the programs that read a prompt, as <see cref="CachedDecoder"/> has them.</summary>
    private static readonly int[] Lengths = [1, 16, 128];

    private readonly Transformer _model;
    private readonly (Tensor Keys, Tensor Values)[] _cache;
    private readonly Dictionary<int, TrunkProgram> _trunks = [];
    private readonly Dictionary<int, ProposalProgram> _proposals = [];
    private readonly int _rows;

    /// <summary>What the newest rows were computed for: the tokens appended and, behind them, the proposals.</summary>
    private readonly int[] _computed;

    /// <summary>The program that computed them, and the position of its first row.</summary>
    private TrunkProgram? _newest;
    private int _newestStart;

    /// <summary>Rows of it whose tokens were appended, and rows that it computed.</summary>
    private int _appendedRows;
    private int _computedRows;
    private int _position;

    /// <summary>Passes of this sequence, the tokens that they were good for, and the shortest time of one with proposals and of one without.</summary>
    private int _sequencePasses;
    private int _sequenceTokens;
    private long _passTicks = long.MaxValue;
    private long _plainTicks = long.MaxValue;
    private bool _hasGivenUp;

    /// <summary>A decoder with an empty cache.</summary>
    /// <param name="model">A decoder that predicts several tokens; its weights are read, not copied.</param>
    /// <exception cref="ArgumentException">The model has one head only.</exception>
    public SelfSpeculativeDecoder(Transformer model)
    {
        if (model.Config.PredictedTokens < 2)
        {
            throw new ArgumentException("The model predicts the next token only and has no heads that propose; use CachedDecoder.");
        }

        _model = model;
        _rows = Math.Min(model.Config.PredictedTokens, MostRows);
        _computed = new int[_rows];
        Shape shape = [model.Config.ContextLength + Lengths[^1], model.Config.KeyValueSize];
        _cache = [.. Enumerable.Range(0, model.Config.Layers + _rows).Select(_ => (Tensor.Zeros(model.Backend, shape), Tensor.Zeros(model.Backend, shape)))];
    }

    /// <inheritdoc/>
    public int VocabularySize => _model.Config.VocabularySize;

    /// <inheritdoc/>
    public int ContextLength => _model.Config.ContextLength;

    /// <summary>
    /// Whether a sequence goes on token by token once its first passes have shown that proposals cost more time than they save; the logits are the same. What was proposed well
    /// in another sequence begins anew after <see cref="Reset"/>.
    /// </summary>
    public bool GivesUp { get; init; }

    /// <summary>Passes of the model for single tokens since it was made; those that read prompts are not among them.</summary>
    public long Passes { get; private set; }

    /// <summary>Tokens that were proposed.</summary>
    public long Proposed { get; private set; }

    /// <summary>Of these, how many were appended then.</summary>
    public long Accepted { get; private set; }

    /// <summary>Tokens that one pass was good for.</summary>
    public double TokensPerPass => Passes == 0 ? 0 : (double)(Passes + Accepted) / Passes;

    /// <inheritdoc/>
    public void Reset()
    {
        _position = 0;
        _newest = null;
        (_sequencePasses, _sequenceTokens, _hasGivenUp) = (0, 0, false);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty || _position + tokens.Length > ContextLength)
        {
            throw new ArgumentException(Invariant($"{tokens.Length} tokens after {_position} do not fit: give at least one, and at most {ContextLength} in all."), nameof(tokens));
        }

        // Where nothing was read, there is nothing from which the heads could propose.
        if (tokens.Length == 1 && _position > 0)
        {
            return Append(tokens[0]);
        }

        var logits = ReadOnlySpan<float>.Empty;
        while (!tokens.IsEmpty)
        {
            var count = Math.Min(tokens.Length, Lengths[^1]);
            logits = Read(tokens[..count]);
            tokens = tokens[count..];
        }

        return logits;
    }

    private ReadOnlySpan<float> Append(int token)
    {
        if (_newest is { HasAllLogits: true } && _appendedRows < _computedRows && _computed[_appendedRows] == token)
        {
            Accepted++;
            _sequenceTokens++;
        }
        else
        {
            Compute(token);
        }

        _position++;
        return _newest!.Logits(_appendedRows++);
    }

    /// <summary>Computes what follows a token and what is proposed behind it.</summary>
    private void Compute(int token)
    {
        if (GivesUp && !_hasGivenUp && _sequencePasses == PassesOfTrial)
        {
            _hasGivenUp = (double)_sequenceTokens / _sequencePasses * _plainTicks < _passTicks;
        }

        var clock = Stopwatch.GetTimestamp();
        if (_hasGivenUp)
        {
            ComputeAlone(token);
            Passes++;
            return;
        }

        if (GivesUp && _sequencePasses > 0 && _sequencePasses < PassesOfTrial)
        {
            // The same row is computed again below, to the same bits.
            TrunkFor(1, allLogits: true).Run([token], _position);
            _plainTicks = Math.Min(_plainTicks, Stopwatch.GetTimestamp() - clock);
            clock = Stopwatch.GetTimestamp();
        }

        // Proposals beyond the context could not be appended.
        var proposals = Propose()[..Math.Min(_rows - 1, ContextLength - _position - 1)];
        _computed[0] = token;
        proposals.CopyTo(_computed.AsSpan(1));
        _computedRows = 1 + proposals.Length;
        _newest = TrunkFor(_rows, allLogits: true);
        _newestStart = _position;
        _appendedRows = 0;
        _newest.Run(_computed.AsSpan(0, _computedRows), _position);
        Passes++;
        Proposed += proposals.Length;
        _sequencePasses++;
        _sequenceTokens++;
        _passTicks = Math.Min(_passTicks, Stopwatch.GetTimestamp() - clock);
    }

    /// <summary>Computes what follows a token, with nothing behind it.</summary>
    private void ComputeAlone(int token)
    {
        _computed[0] = token;
        _computedRows = 1;
        _newest = TrunkFor(1, allLogits: true);
        _newestStart = _position;
        _appendedRows = 0;
        _newest.Run([token], _position);
    }

    /// <summary>Reads a piece of a prompt.</summary>
    private ReadOnlySpan<float> Read(scoped ReadOnlySpan<int> tokens)
    {
        var count = tokens.Length;
        Propose();
        _newest = TrunkFor(Lengths.First(length => length >= count), allLogits: false);
        _newestStart = _position;
        _newest.Run(tokens, _position);
        _position += count;
        _appendedRows = _computedRows = count;
        return _newest.Logits(0);
    }

    /// <summary>Brings the caches of the proposing heads up to the last token appended; gives what they propose for the places behind the next token.</summary>
    private ReadOnlySpan<int> Propose()
    {
        if (_newest is null || _hasGivenUp)
        {
            return [];
        }

        var rows = _appendedRows;
        var length = rows <= _rows ? rows : Lengths.First(length => length >= rows);
        if (!_proposals.TryGetValue(length, out var program))
        {
            _proposals[length] = program = new ProposalProgram(_model, _cache, length, _rows);
        }

        return program.Run(_newest.States(rows), rows, _newestStart);
    }

    private TrunkProgram TrunkFor(int length, bool allLogits)
    {
        // Where all logits are wanted the key is negative: a program of the same length may read prompts.
        var key = allLogits ? -length : length;
        if (!_trunks.TryGetValue(key, out var program))
        {
            _trunks[key] = program = new TrunkProgram(_model, _cache, length, allLogits);
        }

        return program;
    }

    /// <summary>Positions from a start on, none beyond the context.</summary>
    private static void FillPositions(Span<int> positions, int start, int contextLength)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = Math.Min(start + i, contextLength - 1);
        }
    }

    /// <summary>The trunk and the first head over a piece of the sequence.</summary>
    private sealed class TrunkProgram
    {
        private readonly Tensor _tokens;
        private readonly Tensor _positions;
        private readonly Tensor _start;
        private readonly Tensor? _last;
        private readonly Tensor _states;
        private readonly Tensor _logits;
        private readonly StepProgram _program;
        private readonly int _contextLength;
        private readonly int _hiddenSize;

        public TrunkProgram(Transformer model, (Tensor Keys, Tensor Values)[] cache, int length, bool allLogits)
        {
            (_contextLength, _hiddenSize) = (model.Config.ContextLength, model.Config.HiddenSize);
            _tokens = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _positions = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _start = Tensor.Input(model.Backend, [1], DataType.Int32);
            _states = model.Trunk(_tokens, _positions, Attend);
            var hidden = model.Ahead(_states, _positions, 0, Attend).Reshape([length, _hiddenSize]);
            _last = allLogits ? null : Tensor.Input(model.Backend, [1], DataType.Int32);
            _logits = model.Logits(_last is null ? hidden : hidden.Gather(_last));
            _program = StepProgram.Compile(_logits, _states);

            Tensor Attend(Tensor qkv, int layer) => qkv.CachedAttention(cache[layer].Keys, cache[layer].Values, _start, model.Config.Attention(layer));
        }

        /// <summary>Whether there are logits after every row, not after the last only.</summary>
        public bool HasAllLogits => _last is null;

        public void Run(ReadOnlySpan<int> tokens, int start)
        {
            var ids = _program.Values<int>(_tokens);
            ids.Clear();
            tokens.CopyTo(ids);
            FillPositions(_program.Values<int>(_positions), start, _contextLength);
            _program.Values<int>(_start)[0] = start;
            if (_last is not null)
            {
                _program.Values<int>(_last)[0] = tokens.Length - 1;
            }

            _program.Run();
        }

        /// <summary>The logits of a row, of those that there are.</summary>
        public ReadOnlySpan<float> Logits(int row)
        {
            var vocabulary = _logits.Shape[^1];
            return _program.Values<float>(_logits).Slice(row * vocabulary, vocabulary);
        }

        /// <summary>What the trunk gives for the first rows.</summary>
        public ReadOnlySpan<float> States(int rows) => _program.Values<float>(_states)[..(rows * _hiddenSize)];
    }

    /// <summary>The heads after the first over what the trunk gave for a piece of the sequence; each says a token for the last row.</summary>
    private sealed class ProposalProgram
    {
        private readonly Tensor _states;
        private readonly Tensor _positions;
        private readonly Tensor _start;
        private readonly Tensor _last;
        private readonly Tensor _logits;
        private readonly StepProgram _program;
        private readonly int _contextLength;
        private readonly int[] _proposed;

        public ProposalProgram(Transformer model, (Tensor Keys, Tensor Values)[] cache, int length, int heads)
        {
            _contextLength = model.Config.ContextLength;
            _proposed = new int[heads - 1];
            _states = Tensor.Input(model.Backend, [1, length, model.Config.HiddenSize]);
            _positions = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            _start = Tensor.Input(model.Backend, [1], DataType.Int32);
            _last = Tensor.Input(model.Backend, [1], DataType.Int32);
            _logits = model.Logits(Tensor.Concatenate(0, [.. Enumerable.Range(1, heads - 1).Select(head =>
                model.Ahead(_states, _positions, head, Attend).Reshape([length, model.Config.HiddenSize]).Gather(_last))]));
            _program = StepProgram.Compile(_logits);

            Tensor Attend(Tensor qkv, int layer) => qkv.CachedAttention(cache[layer].Keys, cache[layer].Values, _start, model.Config.Attention(layer));
        }

        public ReadOnlySpan<int> Run(ReadOnlySpan<float> states, int rows, int start)
        {
            var inputs = _program.Values<float>(_states);
            states.CopyTo(inputs);
            inputs[states.Length..].Clear();
            FillPositions(_program.Values<int>(_positions), start, _contextLength);
            _program.Values<int>(_start)[0] = start;
            _program.Values<int>(_last)[0] = rows - 1;
            _program.Run();
            var vocabulary = _logits.Shape[^1];
            var logits = _program.Values<float>(_logits);
            for (var head = 0; head < _proposed.Length; head++)
            {
                _proposed[head] = Likeliest(logits.Slice(head * vocabulary, vocabulary));
            }

            return _proposed;
        }

        private static int Likeliest(ReadOnlySpan<float> logits)
        {
            var best = 0;
            for (var token = 1; token < logits.Length; token++)
            {
                best = logits[token] > logits[best] ? token : best;
            }

            return best;
        }
    }
}
