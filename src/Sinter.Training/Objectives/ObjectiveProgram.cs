using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Training.Objectives;

/// <summary>The loss of a batch under an objective as a program, with or without gradients, and the buffers that it is fed from.</summary>
internal sealed class ObjectiveProgram
{
    private readonly Tensor[] _inputs;
    private readonly int _integers;
    private readonly Tensor _scale;
    private readonly LossTensors _loss;
    private readonly TokenGuesses? _guesses;
    private readonly Tensor? _dropoutSeed;

    /// <summary>Compiles it.</summary>
    /// <exception cref="InvalidDataException">The model cannot be trained this way.</exception>
    /// <param name="model">The model.</param>
    /// <param name="objective">What the loss is of.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="time">Tokens of a row.</param>
    /// <param name="withGradients">Whether gradients are added to those of the parameters; without, the losses of the targets and what is guessed for them can be read.</param>
    /// <param name="recomputesBlocks">Whether blocks are computed again for their gradients.</param>
    /// <param name="dropout">With gradients: the share of elements that is dropped, see <see cref="ModelDropout"/>, beside what an adapter drops; null for nothing at all, as where a training is checked.</param>
    public ObjectiveProgram(Model model, Objective objective, int batch, int time, bool withGradients, bool recomputesBlocks = false, double? dropout = null)
    {
        if (objective.FindMisfit(model.Config) is { } misfit)
        {
            throw new InvalidDataException(misfit);
        }

        _integers = objective.Inputs(batch, time).Count;
        _inputs =
        [
            .. objective.Inputs(batch, time).Select(shape => Tensor.Input(model.Backend, shape, DataType.Int32)),
            .. objective.Numbers(batch, time).Select(shape => Tensor.Input(model.Backend, shape)),
        ];
        _scale = Tensor.Input(model.Backend, []);
        if (withGradients)
        {
            model.RecomputesBlocks = recomputesBlocks;
            model.Dropout = dropout is { } rate && (rate > 0 || model.Adapter is { Drops: true }) ? new ModelDropout(rate, _dropoutSeed = Tensor.Input(model.Backend, [2], DataType.Int32)) : null;
            _loss = objective.Loss(model, _inputs, _scale);
            (model.RecomputesBlocks, model.Dropout) = (false, null);
            Program = StepProgram.CompileTraining(_loss.Loss, model.Parameters.Trained);
        }
        else
        {
            _loss = objective.Loss(model, _inputs, _scale);
            _guesses = objective.Guesses(model, _inputs);
            Program = StepProgram.Compile([_loss.Loss, _loss.Losses, .. _guesses is { } guesses ? (Tensor[])[guesses.Logits] : []]);
        }
    }

    /// <summary>The compiled program, for its memory and arithmetic.</summary>
    public StepProgram Program { get; }

    /// <summary>Nats of each target of the last run, 0 where nothing is trained; only without gradients.</summary>
    public ReadOnlySpan<float> Losses => Program.Values<float>(_loss.Losses);

    /// <summary>Counts the targets of the last run that the model guessed; null where the objective asks for no guesses.</summary>
    /// <param name="occurrences">Is raised by the targets of each token; of the vocabulary's length.</param>
    public long? CountGuessed(Span<long> occurrences)
    {
        if (_guesses is not { } guesses)
        {
            return null;
        }

        var logits = Program.Values<float>(guesses.Logits);
        var targets = Program.Values<int>(guesses.Targets);
        var vocabulary = guesses.Logits.Shape[^1];
        var right = 0L;
        for (var row = 0; row < targets.Length; row++)
        {
            if (targets[row] >= 0)
            {
                occurrences[targets[row]]++;
                right += IsLikeliest(logits.Slice(row * vocabulary, vocabulary), targets[row]) ? 1 : 0;
            }
        }

        return right;
    }

    /// <summary>Of equally likely tokens the first counts.</summary>
    private static bool IsLikeliest(ReadOnlySpan<float> logits, int token)
    {
        for (var other = 0; other < logits.Length; other++)
        {
            if (logits[other] > logits[token] || (logits[other] == logits[token] && other < token))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Computes the loss (and adds the gradients) of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="scale">Makes a mean of its sum.</param>
    /// <param name="seed">The seed of the training, which dropout follows from.</param>
    /// <param name="pass">The number of the pass in the training.</param>
    public double Run(ObjectiveBatch batch, double scale, ulong seed = 0, long pass = 0)
    {
        if (_dropoutSeed is not null && Program.Holds(_dropoutSeed))
        {
            var values = Program.Values<int>(_dropoutSeed);
            (values[0], values[1]) = ((int)(seed ^ (seed >> 32)), (int)pass);
        }

        for (var i = 0; i < _inputs.Length; i++)
        {
            // A model need not read all that an objective gives: one without positions, for example.
            if (!Program.Holds(_inputs[i]))
            {
                continue;
            }

            if (i < _integers)
            {
                batch.Values[i].CopyTo(Program.Values<int>(_inputs[i]));
            }
            else
            {
                batch.Numbers[i - _integers].CopyTo(Program.Values<float>(_inputs[i]));
            }
        }

        Program.Values<float>(_scale)[0] = (float)scale;
        Program.Run();
        return Program.Values<float>(_loss.Loss)[0];
    }
}
