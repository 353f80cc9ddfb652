using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Training.Objectives;

/// <summary>The loss of a batch under an objective as a program, with or without gradients, and the buffers that it is fed from.</summary>
internal sealed class ObjectiveProgram
{
    private readonly Tensor[] _inputs;
    private readonly Tensor _scale;
    private readonly LossTensors _loss;

    /// <summary>Compiles it.</summary>
    /// <exception cref="InvalidDataException">The model cannot be trained this way.</exception>
    public ObjectiveProgram(Model model, Objective objective, int batch, int time, bool withGradients)
    {
        if (objective.FindMisfit(model.Config) is { } misfit)
        {
            throw new InvalidDataException(misfit);
        }

        _inputs = [.. objective.Inputs(batch, time).Select(shape => Tensor.Input(model.Backend, shape, DataType.Int32))];
        _scale = Tensor.Input(model.Backend, []);
        _loss = objective.Loss(model, _inputs, _scale);
        Program = withGradients
            ? StepProgram.CompileTraining(_loss.Loss, model.Parameters.All)
            : StepProgram.Compile(_loss.Loss, _loss.Losses);
    }

    /// <summary>The compiled program, for its memory and arithmetic.</summary>
    public StepProgram Program { get; }

    /// <summary>Nats of each target of the last run, 0 where nothing is trained; only without gradients.</summary>
    public ReadOnlySpan<float> Losses => Program.Values<float>(_loss.Losses);

    /// <summary>Computes the loss (and adds the gradients) of a batch; the scale makes a mean of its sum.</summary>
    public double Run(ObjectiveBatch batch, double scale)
    {
        for (var i = 0; i < _inputs.Length; i++)
        {
            // A model need not read all that an objective gives: one without positions, for example.
            if (Program.Holds(_inputs[i]))
            {
                batch.Values[i].CopyTo(Program.Values<int>(_inputs[i]));
            }
        }

        Program.Values<float>(_scale)[0] = (float)scale;
        Program.Run();
        return Program.Values<float>(_loss.Loss)[0];
    }
}
