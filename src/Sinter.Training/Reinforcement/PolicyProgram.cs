using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Programs;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;

namespace Sinter.Training.Reinforcement;

/// <summary>What a model says of answers as a program: with gradients of the loss, or without, for the policy before a step and for the reference. Both record the same, so that the first ratios of a step are 1.</summary>
internal sealed class PolicyProgram
{
    private readonly PolicyObjective _objective;
    private readonly Tensor[] _inputs;
    private readonly Tensor _scale;
    private readonly Tensor? _loss;
    private readonly PolicyTensors _said;
    private readonly StepProgram _program;
    private readonly ObjectiveBatch _batch;

    /// <summary>Compiles it.</summary>
    /// <param name="model">The policy, or the reference.</param>
    /// <param name="objective">The loss.</param>
    /// <param name="rows">Rows of a pass.</param>
    /// <param name="time">Tokens of a row.</param>
    /// <param name="withGradients">Whether gradients are added to those of the parameters.</param>
    /// <param name="recomputesBlocks">Whether blocks are computed again for their gradients.</param>
    /// <param name="withoutAdapter">Whether the model computes without its adapter, as the reference of what is trained beside it does.</param>
    public PolicyProgram(Model model, PolicyObjective objective, int rows, int time, bool withGradients, bool recomputesBlocks = false, bool withoutAdapter = false)
    {
        if (objective.FindMisfit(model.Config) is { } misfit)
        {
            throw new InvalidDataException(misfit);
        }

        _objective = objective;
        _batch = new ObjectiveBatch(objective, rows, time);
        _inputs =
        [
            .. objective.Inputs(rows, time).Select(shape => Tensor.Input(model.Backend, shape, DataType.Int32)),
            .. objective.Numbers(rows, time).Select(shape => Tensor.Input(model.Backend, shape)),
        ];
        _scale = Tensor.Input(model.Backend, []);
        (model.RecomputesBlocks, model.LeavesAdapterOut) = (withGradients && recomputesBlocks, withoutAdapter);
        _said = PolicyTensors.Record(model, _inputs);
        (model.RecomputesBlocks, model.LeavesAdapterOut) = (false, false);
        IReadOnlyList<Tensor> outputs = _said.Values is { } values ? [_said.LogProbabilities, values] : [_said.LogProbabilities];
        if (withGradients)
        {
            _loss = objective.Loss(_inputs, _scale, _said).Loss;
            _program = StepProgram.CompileTraining(_loss, model.Parameters.Trained, outputs);
        }
        else
        {
            _program = StepProgram.Compile(outputs);
        }
    }

    /// <summary>Goes through all rows of a set; with gradients these are added up.</summary>
    /// <param name="set">The answers, an example each.</param>
    /// <param name="read">Is given, for each example, its place in the set, the log-probabilities of its tokens and, with a value head, the values; both lie at the positions of its passage.</param>
    /// <returns>The loss; 0 without gradients.</returns>
    public double Run(ExampleSet set, ReadAnswer read)
    {
        var loss = 0.0;
        for (var first = 0L; first < set.Sequences; first += _batch.Size)
        {
            for (var row = 0; row < _batch.Size; row++)
            {
                if (first + row < set.Sequences)
                {
                    _batch.Read(set, first + row, row);
                }
                else
                {
                    _batch.Clear(row);
                }
            }

            Pass();
            loss += _loss is null ? 0 : _program.Values<float>(_loss)[0];
            var probabilities = _program.Values<float>(_said.LogProbabilities);
            var values = _said.Values is { } tensor ? _program.Values<float>(tensor) : default;
            for (var row = 0; row < _batch.Size && first + row < set.Sequences; row++)
            {
                var at = row * set.ContextLength;
                foreach (var example in set.ExamplesOf(first + row))
                {
                    var length = set.Examples[example].Length;
                    read(example, probabilities.Slice(at, length), values.IsEmpty ? default : values.Slice(at, length));
                    at += length;
                }
            }
        }

        return loss;
    }

    private void Pass()
    {
        for (var i = 0; i < _inputs.Length; i++)
        {
            if (!_program.Holds(_inputs[i]))
            {
                continue;
            }

            var integers = _batch.Values.Count;
            if (i < integers)
            {
                _batch.Values[i].CopyTo(_program.Values<int>(_inputs[i]));
            }
            else
            {
                _batch.Numbers[i - integers].CopyTo(_program.Values<float>(_inputs[i]));
            }
        }

        if (_program.Holds(_scale))
        {
            _program.Values<float>(_scale)[0] = 1;
        }

        _program.Run();
    }
}

/// <summary>Is given what a model says of an answer.</summary>
/// <param name="example">Its place in the set.</param>
/// <param name="logProbabilities">Of each position the log-probability of its target, 0 where there is none.</param>
/// <param name="values">Of each position the value; empty without a value head.</param>
internal delegate void ReadAnswer(int example, ReadOnlySpan<float> logProbabilities, ReadOnlySpan<float> values);
