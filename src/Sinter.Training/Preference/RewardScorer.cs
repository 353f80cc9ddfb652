using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Programs;
using Sinter.Tokenizers;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;

namespace Sinter.Training.Preference;

/// <summary>Scores texts with a reward model, several in a row and several rows at once. It keeps the programs that it compiled; one caller at a time.</summary>
public sealed class RewardScorer
{
    private const int RowStep = 128;
    private const int ShortestText = 8;

    private readonly Model _model;
    private readonly int _batchSize;
    private readonly Dictionary<int, Pass> _passes = [];

    /// <summary>Takes a model; its weights are read at each call.</summary>
    /// <param name="model">A model with the head <see cref="ModelHead.Reward"/>.</param>
    /// <param name="batchSize">Rows in one pass.</param>
    /// <exception cref="InvalidDataException">The model gives no rewards.</exception>
    public RewardScorer(Model model, int batchSize = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (new RewardObjective(model.Config.Pooling).FindMisfit(model.Config) is { } misfit)
        {
            throw new InvalidDataException(misfit);
        }

        (_model, _batchSize) = (model, batchSize);
    }

    /// <summary>Reads a reward model from a folder.</summary>
    /// <exception cref="InvalidDataException">The folder is damaged, or holds a model that gives no rewards.</exception>
    /// <exception cref="FileNotFoundException">There is no such model.</exception>
    public static RewardScorer Load(string folder, Backend backend, int batchSize = 8) => new(ModelWeights.Load(folder, backend), batchSize);

    /// <summary>The rewards of completions of prompts.</summary>
    /// <param name="texts">Prompts with a completion each.</param>
    /// <param name="encoder">Writes them as the reward model was trained.</param>
    public double[] Score(IReadOnlyList<(IReadOnlyList<ChatMessage> Prompt, string Completion)> texts, PreferenceEncoder encoder)
        => Score([.. texts.Select(text => encoder.Encode(text.Prompt, text.Completion))]);

    /// <summary>The rewards of texts as tokens.</summary>
    /// <param name="texts">Token ids, at least one each and at most the context of the model.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    /// <exception cref="ArgumentException">A text is empty or longer than the context.</exception>
    public double[] Score(IReadOnlyList<int[]> texts, CancellationToken cancellation = default)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        var longest = texts.Max(static text => text.Length);
        if (longest > _model.Config.ContextLength || texts.Any(static text => text.Length == 0))
        {
            throw new ArgumentException(FormattableString.Invariant($"A text to be scored is empty, or has {longest} tokens where the reward model's context has {_model.Config.ContextLength}; cut the texts."), nameof(texts));
        }

        // Few row lengths, so that few programs are compiled.
        var time = (longest + RowStep - 1) / RowStep * RowStep;
        if (!_passes.TryGetValue(time, out var pass))
        {
            _passes[time] = pass = new Pass(_model, _batchSize, time);
        }

        var rows = new ExampleSet([.. texts.Select(static text => new Example(new Passage(text, new int[text.Length])))], time, _model.Config.VocabularySize, mostInRow: time / ShortestText);
        var rewards = new double[texts.Count];
        for (var first = 0L; first < rows.Sequences; first += _batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            pass.Run(rows, first, rewards);
        }

        return rewards;
    }

    /// <summary>A compiled pass over rows of one length.</summary>
    private sealed class Pass
    {
        private readonly TextPooling _pooling;
        private readonly int _batch;
        private readonly int _time;
        private readonly PackedSequence _sequence;
        private readonly Tensor[] _inputs;
        private readonly Tensor _rewards;
        private readonly StepProgram _program;

        public Pass(Model model, int batch, int time)
        {
            (_pooling, _batch, _time) = (model.Config.Pooling, batch, time);
            _sequence = new PackedSequence(time);
            _inputs =
            [
                .. Enumerable.Range(0, 3).Select(_ => Tensor.Input(model.Backend, [batch, time], DataType.Int32)),
                Tensor.Input(model.Backend, TextPlaces.Shape(_pooling, batch * (time / ShortestText)), DataType.Int32),
            ];
            _rewards = model.Classify(((TextModel)model).Hidden(new TextInputs(_inputs[0], _inputs[1], _inputs[2])), _inputs[3]);
            _program = StepProgram.Compile(_rewards);
        }

        public void Run(ExampleSet rows, long first, double[] rewards)
        {
            var places = _program.Values<int>(_inputs[3]);
            var texts = _batch * (_time / ShortestText);
            for (var text = 0; text < texts; text++)
            {
                TextPlaces.Clear(_pooling, places, text);
            }

            for (var row = 0; row < _batch; row++)
            {
                Fill(rows, first + row, row, places);
            }

            _program.Run();
            var values = _program.Values<float>(_rewards);
            for (var row = 0; row < _batch && first + row < rows.Sequences; row++)
            {
                foreach (var (text, example) in rows.ExamplesOf(first + row).Index())
                {
                    rewards[example] = values[(row * (_time / ShortestText)) + text];
                }
            }
        }

        private void Fill(ExampleSet rows, long place, int row, Span<int> places)
        {
            var tokens = Row(0, row);
            var positions = Row(1, row);
            var starts = Row(2, row);
            tokens.Clear();
            positions.Clear();
            for (var i = 0; i < _time; i++)
            {
                starts[i] = i;
            }

            if (place >= rows.Sequences)
            {
                return;
            }

            _sequence.Read(rows, place);
            var text = 0;
            foreach (var (start, end) in _sequence.Documents())
            {
                if (_sequence.Targets[start] >= 0)
                {
                    for (var i = start; i < end; i++)
                    {
                        (tokens[i], positions[i], starts[i]) = (_sequence.Tokens[i], i - start, start);
                    }

                    TextPlaces.Write(_pooling, places, (row * (_time / ShortestText)) + text++, (row * _time) + start, end - start);
                }
            }
        }

        // What a model does not read, such as positions of a recurrent one, is no input of the program.
        private Span<int> Row(int input, int row) => _program.Holds(_inputs[input]) ? _program.Values<int>(_inputs[input]).Slice(row * _time, _time) : new int[_time];
    }
}
