using Sinter.Models;
using Sinter.Models.Recurrent;
using Sinter.Tensors;
using Sinter.Tensors.Programs;

namespace Sinter.Inference;

/// <summary>
/// A recurrent model as an <see cref="ITokenModel"/>: what it remembers of the tokens before is a state of a fixed size, so that a sequence may be as long as it likes and
/// each token takes the same time. The model's weights are read, not copied: a model in training can be listened to.
/// </summary>
public sealed class RecurrentDecoder : ITokenModel
{
    /// <summary>Lengths of the programs: a state has no place for padding, so what is left of a prompt goes token by token.</summary>
    private static readonly int[] Lengths = [16, 1];

    private readonly RecurrentModel _model;
    private readonly Dictionary<int, StateProgram> _programs = [];
    private readonly float[][] _state;

    /// <summary>A decoder that has read nothing.</summary>
    /// <param name="model">The model.</param>
    public RecurrentDecoder(RecurrentModel model)
    {
        _model = model;
        var parts = model.Config.Layers * (model.Config.Family == ModelFamily.Lstm ? 2 : 1);
        _state = [.. Enumerable.Range(0, parts).Select(_ => new float[model.Config.HiddenSize])];
    }

    /// <inheritdoc/>
    public int VocabularySize => _model.Config.VocabularySize;

    /// <summary>So many that no text is as long: the state does not grow.</summary>
    public int ContextLength => 1 << 24;

    /// <inheritdoc/>
    public void Reset() => Array.ForEach(_state, static part => part.AsSpan().Clear());

    /// <inheritdoc/>
    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty)
        {
            throw new ArgumentException("There is no token to add; give at least one.", nameof(tokens));
        }

        var logits = ReadOnlySpan<float>.Empty;
        while (!tokens.IsEmpty)
        {
            var left = tokens.Length;
            var length = Lengths.First(length => length <= left);
            logits = ProgramFor(length).Run(tokens[..length], _state);
            tokens = tokens[length..];
        }

        return logits;
    }

    private StateProgram ProgramFor(int length)
    {
        if (!_programs.TryGetValue(length, out var program))
        {
            _programs[length] = program = new StateProgram(_model, length);
        }

        return program;
    }

    /// <summary>The computation for so many tokens, from a state to the next.</summary>
    private sealed class StateProgram
    {
        private readonly Tensor _tokens;
        private readonly Tensor[] _before;
        private readonly Tensor[] _after;
        private readonly Tensor _logits;
        private readonly StepProgram _program;

        public StateProgram(RecurrentModel model, int length)
        {
            var (hiddenSize, hasCell) = (model.Config.HiddenSize, model.Config.Family == ModelFamily.Lstm);
            Tensor Part() => Tensor.Input(model.Backend, [1, hiddenSize]);
            RecurrentState[] states = [.. Enumerable.Range(0, model.Config.Layers).Select(_ => new RecurrentState(Part(), hasCell ? Part() : null))];
            _tokens = Tensor.Input(model.Backend, [1, length], DataType.Int32);
            var (_, last) = model.Continue(_tokens, states);
            _before = Parts(states);
            _after = Parts(last);
            _logits = model.Logits(last[^1].Hidden);
            _program = StepProgram.Compile([_logits, .. _after]);
        }

        public ReadOnlySpan<float> Run(ReadOnlySpan<int> tokens, float[][] state)
        {
            tokens.CopyTo(_program.Values<int>(_tokens));
            for (var i = 0; i < state.Length; i++)
            {
                state[i].CopyTo(_program.Values<float>(_before[i]));
            }

            _program.Run();
            for (var i = 0; i < state.Length; i++)
            {
                _program.Values<float>(_after[i]).CopyTo(state[i]);
            }

            return _program.Values<float>(_logits);
        }

        private static Tensor[] Parts(IEnumerable<RecurrentState> states) => [.. states.SelectMany(static state => state.Cell is { } cell ? [state.Hidden, cell] : new[] { state.Hidden })];
    }
}
