using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>
/// What a model is trained to do: how a packed sequence becomes what the model reads and what it should say, and the loss between the two. An objective holds
/// settings only; what it draws at random follows from its seed and the place of the sequence, so that a training that goes on draws the same.
/// </summary>
public abstract class Objective
{
    /// <summary>Its name, as recipes and reports have it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the loss of a text depends on the other texts of a pass by intent, as with a point of reference that is estimated over them.</summary>
    public virtual bool IsAcrossTexts => false;

    /// <summary>What is measured on validation data in its place; itself in most cases.</summary>
    public virtual Objective Measured => this;

    /// <summary>Why a model cannot be trained this way, as one sentence; null where it can.</summary>
    public abstract string? FindMisfit(ModelConfig model);

    /// <summary>The shapes of the integers that a batch gives to the model; the first dimension of each is the batch.</summary>
    /// <param name="batch">Sequences side by side.</param>
    /// <param name="time">Tokens of a packed sequence.</param>
    public abstract IReadOnlyList<Shape> Inputs(int batch, int time);

    /// <summary>The shapes of the numbers that a batch gives to the model beside the integers, such as the weight of each text; the first dimension of each is the batch. None in most cases.</summary>
    /// <param name="batch">Sequences side by side.</param>
    /// <param name="time">Tokens of a packed sequence.</param>
    public virtual IReadOnlyList<Shape> Numbers(int batch, int time) => [];

    /// <summary>Numbers of each token that it reads from <see cref="PackedSequence.Numbers"/>.</summary>
    public virtual int Channels => 0;

    /// <summary>Fills a row of a batch from a packed sequence.</summary>
    /// <param name="sequence">What was packed.</param>
    /// <param name="place">Its place in the training, from which everything random follows.</param>
    /// <param name="batch">What is filled; the row may hold anything from before.</param>
    /// <param name="row">Which row.</param>
    /// <returns>The number of trained tokens.</returns>
    public abstract int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row);

    /// <summary>Fills a row of a batch with nothing to train on.</summary>
    public abstract void Clear(ObjectiveBatch batch, int row);

    /// <summary>The loss of a batch: its scaled sum over targets, and the nats of each target.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">As many as <see cref="Inputs"/> says, and behind them as many as <see cref="Numbers"/> says.</param>
    /// <param name="scale">A scalar that turns the sum over targets into a mean.</param>
    public abstract LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale);

    /// <summary>
    /// What the model takes for right at each target of a batch, where the share that is right says more of this objective than the loss alone; null where it is not asked for. It
    /// is computed for measurements only.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">As many as <see cref="Inputs"/> says, and behind them as many as <see cref="Numbers"/> says.</param>
    public virtual TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs) => null;
}
