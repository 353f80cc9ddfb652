using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>
/// The first and the last token of an answer within a text (Devlin et al. 2019, section 4.2), over all tokens of the sequence; where there is no answer, both are its first token. A row holds one
/// sequence; the target 1 marks the first token of the answer, 2 the last, 3 both.
/// </summary>
public sealed class QuestionAnswering : Objective
{
    private const int SegmentsAt = 6;

    /// <summary>Whether the model has segments.</summary>
    public bool Segmented { get; init; }

    /// <summary>Noise on the embeddings; null for none.</summary>
    public EmbeddingNoise? Noise { get; init; }

    /// <summary>The seed of what is drawn.</summary>
    public ulong Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override string Name => "question-answering";

    /// <inheritdoc/>
    public override Objective Measured => new QuestionAnswering { Segmented = Segmented };

    private bool HasNoise => Noise is { IsOn: true };

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model)
        => model.Head != ModelHead.QuestionAnswering ? $"A model with the head {model.Head} finds no answers; give it a head for question answering."
        : Segmented && model.TokenTypes < 2 ? $"A model of the family {model.Family} has no segments."
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time)
        => [[batch, time], [batch, time], [batch, time], [batch], [batch], [batch, 2], .. Segmented ? (Shape[])[[batch, time]] : []];

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Numbers(int batch, int time) => HasNoise ? [Noise!.Shape(batch, time)] : [];

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
    {
        Clear(batch, row);
        sequence.FillText(batch, row);
        var end = sequence.Documents().First().End;
        var targets = sequence.Targets.AsSpan(0, end);
        var (first, last) = (-1, -1);
        for (var i = 0; i < end; i++)
        {
            first = targets[i] is 1 or 3 ? i : first;
            last = targets[i] is 2 or 3 ? i : last;
        }

        if (first < 0 || last < 0)
        {
            return 0;
        }

        batch.Row(3, row)[0] = first;
        batch.Row(4, row)[0] = last;
        batch.Row(5, row)[1] = end;
        if (Segmented)
        {
            sequence.Segments.CopyTo(batch.Row(SegmentsAt, row));
        }

        if (HasNoise)
        {
            Noise!.Fill(batch.NumberRow(0, row), sequence, Seed, place);
        }

        return 1;
    }

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row)
    {
        PackedSequence.ClearText(batch, row);
        batch.Row(3, row).Fill(-1);
        batch.Row(4, row).Fill(-1);
        (batch.Row(5, row)[0], batch.Row(5, row)[1]) = (0, 1);
        if (Segmented)
        {
            batch.Row(SegmentsAt, row).Clear();
        }

        if (HasNoise)
        {
            batch.NumberRow(0, row).Clear();
        }
    }

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var rows = inputs[0].Shape[0];
        var both = Logits(model, inputs).AnswerLoss(rows, inputs[3], inputs[4], scale, inputs[5]);

        // One number for a row: the mean of its two.
        return both with { Losses = (both.Losses.Slice(0, 0, rows) + both.Losses.Slice(0, rows, rows)) / 2 };
    }

    /// <summary>Of the first tokens.</summary>
    /// <inheritdoc/>
    public override TokenGuesses? Guesses(Model model, IReadOnlyList<Tensor> inputs)
        => new TokenGuesses(Logits(model, inputs).Slice(1, 0, 1).Reshape([inputs[0].Shape[0], inputs[0].Shape[1]]), inputs[3]);

    private Tensor Logits(Model model, IReadOnlyList<Tensor> inputs) => model.TokenLogits(((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2], Segmented ? inputs[SegmentsAt] : null)
    {
        EmbeddingNoise = HasNoise ? inputs[SegmentsAt + (Segmented ? 1 : 0)] : null,
    }));
}
