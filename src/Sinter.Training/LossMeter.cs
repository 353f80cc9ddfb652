using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Training.Objectives;

namespace Sinter.Training;

/// <summary>The loss of a model over packed data.</summary>
/// <param name="Nats">The sum over all targets.</param>
/// <param name="Targets">Tokens that were predicted.</param>
/// <param name="TextBytes">UTF-8 bytes of the text that they stand for; a fraction where a document was scored in part, see <see cref="PackedText"/>.</param>
public readonly record struct MeasuredLoss(double Nats, long Targets, double TextBytes)
{
    /// <summary>The share of targets that the model takes for the likeliest token; null where the objective asks for no guesses.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The share that whoever always says the most frequent of these targets gets right, to compare with; null beside no accuracy.</summary>
    public double? UnigramAccuracy { get; init; }

    /// <summary>Nats a token.</summary>
    public double PerToken => Nats / Math.Max(1, Targets);

    /// <summary>Bits for each byte of text: comparable between tokenizers; 0 where the targets stand for no text.</summary>
    public double BitsPerByte => TextBytes > 0 ? Nats / Math.Log(2) / TextBytes : 0;
}

/// <summary>The loss of a model on one sequence.</summary>
/// <param name="Nats">The sum over its targets.</param>
/// <param name="Targets">Tokens that were predicted.</param>
public readonly record struct SequenceLoss(double Nats, int Targets);

/// <summary>Measures the loss of a model on packed data, without training it.</summary>
public sealed class LossMeter
{
    private readonly IFiniteSequences _data;
    private readonly ObjectiveProgram _program;
    private readonly ObjectiveBatch _batch;
    private readonly long[] _occurrences;
    private readonly bool _isByHead;
    private (long Sequences, double Bytes)? _text;

    /// <summary>Prepares to measure a model on data.</summary>
    /// <param name="model">The model; its weights are read, not copied.</param>
    /// <param name="data">The data.</param>
    /// <param name="batchSize">Sequences in one pass.</param>
    /// <param name="objective">What the loss is of; null for the next token. What it draws at random follows from the place of a sequence in the data: each measurement draws the same.</param>
    /// <exception cref="InvalidDataException">The model cannot be measured this way.</exception>
    public LossMeter(Model model, IFiniteSequences data, int batchSize = 8, Objective? objective = null)
    {
        objective = objective?.Measured ?? new NextToken();
        _data = data;
        _isByHead = objective is MultiToken;

        // Targets are tokens, classes, choices or places.
        _occurrences = new long[Math.Max(Math.Max(model.Config.VocabularySize, model.Config.HeadOutputs), Math.Max(data.ContextLength, 1 << 10))];
        _program = new ObjectiveProgram(model, objective, batchSize, data.ContextLength, withGradients: false);
        _batch = new ObjectiveBatch(objective, batchSize, data.ContextLength);
    }

    /// <summary>Measures over the first sequences, or all where there are fewer.</summary>
    /// <param name="sequences">How many sequences.</param>
    /// <param name="progress">Is told after each batch how many sequences were measured.</param>
    /// <param name="cancellation">Ends the measurement between two batches.</param>
    public MeasuredLoss Measure(long sequences, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        var (nats, targets) = (0.0, 0L);
        long? guessed = null;
        Array.Clear(_occurrences);
        sequences = Math.Min(sequences, _data.Sequences);
        foreach (var _ in Batches(sequences, progress, cancellation))
        {
            targets += _batch.Targets;
            foreach (var loss in _program.Losses)
            {
                nats += loss;
            }

            if (_program.CountGuessed(_occurrences) is { } right)
            {
                guessed = guessed.GetValueOrDefault() + right;
            }
        }

        return new MeasuredLoss(nats, targets, TextBytes(sequences))
        {
            Accuracy = (double?)guessed / Math.Max(1, targets),
            UnigramAccuracy = guessed is null ? null : (double)_occurrences.Max() / Math.Max(1, targets),
        };
    }

    /// <summary>Measures each of the first sequences by itself, so that two models can be compared item by item.</summary>
    /// <param name="sequences">How many sequences; all where there are fewer.</param>
    /// <param name="progress">Is told after each batch how many sequences were measured.</param>
    /// <param name="cancellation">Ends the measurement between two batches.</param>
    /// <exception cref="NotSupportedException">The model predicts several tokens at once, whose losses are not those of sequences; measure the next token.</exception>
    public IReadOnlyList<SequenceLoss> MeasureEach(long sequences, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        if (_isByHead)
        {
            throw new NotSupportedException("The losses of several predicted tokens do not stand sequence by sequence; measure with the objective of the next token.");
        }

        var losses = new List<SequenceLoss>();
        foreach (var rows in Batches(Math.Min(sequences, _data.Sequences), progress, cancellation))
        {
            var width = _program.Losses.Length / _batch.Size;
            for (var row = 0; row < rows; row++)
            {
                var nats = 0.0;
                foreach (var loss in _program.Losses.Slice(row * width, width))
                {
                    nats += loss;
                }

                losses.Add(new SequenceLoss(nats, _batch.TargetsOf(row)));
            }
        }

        return losses;
    }

    /// <summary>Runs the program over one batch after another, and gives the rows that each has.</summary>
    private IEnumerable<int> Batches(long sequences, Action<long>? progress, CancellationToken cancellation)
    {
        for (var first = 0L; first < sequences; first += _batch.Size)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var row = 0; row < _batch.Size; row++)
            {
                if (first + row < sequences)
                {
                    _batch.Read(_data, first + row, row);
                }
                else
                {
                    _batch.Clear(row);
                }
            }

            _program.Run(_batch, 1);
            yield return (int)Math.Min(_batch.Size, sequences - first);
            progress?.Invoke(Math.Min(first + _batch.Size, sequences));
        }
    }

    /// <summary>A training measures the same sequences again and again: their text is looked up once.</summary>
    private double TextBytes(long sequences)
    {
        if (_text is not { } text || text.Sequences != sequences)
        {
            _text = text = (sequences, _data.TextBytes(sequences));
        }

        return text.Bytes;
    }
}
