using System.Diagnostics;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Profiling;
using Sinter.Training.Checkpoints;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;
using static System.FormattableString;

namespace Sinter.Training;

/// <summary>
/// The training loop: steps of accumulated batches, measurements, checkpoints. It owns the optimizer's state; the model's weights are changed in place.
/// A training that was stopped, in whatever way, continues from its last checkpoint to the same weights, bit for bit.
/// </summary>
public sealed class Trainer
{
    private const int StepsBeforeProfile = 3;

    private readonly Model _model;
    private readonly ISequenceSource _data;
    private readonly TrainingOptions _options;
    private readonly ITrainingObserver _observer;
    private readonly CheckpointFolder _checkpoints;
    private readonly IOptimizer _optimizer;
    private readonly ObjectiveProgram _program;
    private readonly LossMeter? _meter;
    private readonly ObjectiveBatch[] _batches;
    private readonly KernelCall _update;
    private IKernelObserver? _observed;
    private int _step;
    private long _tokens;
    private BestSoFar? _best;

    /// <summary>Prepares a training.</summary>
    /// <param name="model">The model, with the weights to start from.</param>
    /// <param name="data">What it is trained on: packed data or examples, whose sequences come in shuffled epochs, or an endless view, which is read place by place.</param>
    /// <param name="validation">What it is measured on; null for nothing.</param>
    /// <param name="options">How.</param>
    /// <param name="checkpoints">The folder of its checkpoints.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <exception cref="InvalidDataException">The data do not fit the model.</exception>
    public Trainer(Model model, ISequenceSource data, IFiniteSequences? validation, TrainingOptions options, string checkpoints, ITrainingObserver observer)
    {
        Check(model, data);
        _model = model;
        _data = data is IFiniteSequences finite ? new EpochOrder(finite, options.Seed) : data;
        _options = options;
        _observer = observer;
        _checkpoints = new CheckpointFolder(checkpoints, data is PackedDataset ? options.Fingerprint : $"{options.Fingerprint} {data.OrderFingerprint}");
        _optimizer = options.CreateOptimizer(model.Parameters);
        _program = new ObjectiveProgram(model, options.Objective, options.BatchSize, data.ContextLength, withGradients: true, options.RecomputeBlocks, options.Dropout);
        _update = new KernelCall(options.Optimizer.ToString(), _optimizer.FloatingPointOperations, _optimizer.BytesMoved);
        _batches = [.. Enumerable.Range(0, options.Accumulation).Select(_ => new ObjectiveBatch(options.Objective, options.BatchSize, data.ContextLength))];
        if (validation is not null && options.ValidateEvery > 0)
        {
            Check(model, validation);
            _meter = new LossMeter(model, validation, options.BatchSize, options.Objective);
        }

        if (options.Best is { } best && (best.FindFault() ?? (_meter is null ? "The best checkpoint is to be kept, and nothing is measured; give validation data and the steps between two measurements." : null)) is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    /// <summary>Steps done.</summary>
    public int Step => _step;

    /// <summary>Trained tokens (targets) so far.</summary>
    public long Tokens => _tokens;

    /// <summary>The best measurement so far, where <see cref="TrainingOptions.Best"/> asks for it; null before the first.</summary>
    public BestSoFar? Best => _best;

    /// <summary>
    /// Takes the times of as many steps as it keeps, after a few in which kernels are still being compiled; null for none. The result stays the same to the bit.
    /// </summary>
    public Profiler? Profiler { get; init; }

    /// <summary>Trains up to the last step, or until it gets no better, from the last checkpoint where there is one.</summary>
    /// <param name="cancellation">Stops after the current step; a checkpoint is written first.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    /// <exception cref="NotFiniteNumberException">The training diverged: loss or gradients are no numbers any more.</exception>
    public void Run(CancellationToken cancellation = default)
    {
        Resume();
        var watch = new Stopwatch();

        // Where few steps are left, none are spent on warming up.
        var firstProfiled = _step + Math.Clamp(_options.Steps - _step - (Profiler?.KeptSteps ?? 0), 0, StepsBeforeProfile);
        while (_step < _options.Steps && _best is not { IsStopped: true })
        {
            if (cancellation.IsCancellationRequested)
            {
                Save();
                cancellation.ThrowIfCancellationRequested();
            }

            watch.Restart();
            var metrics = Profiler is not null && _step >= firstProfiled && Profiler.Steps < Profiler.KeptSteps ? TakeProfiledStep(Profiler) : TakeStep();
            var positions = (double)_options.BatchSize * _options.Accumulation * _data.ContextLength;
            _observer.OnStep(metrics with { TokensPerSecond = positions / watch.Elapsed.TotalSeconds });
            Look();
        }

        if (_best is { Step: > 0 } best)
        {
            _checkpoints.LoadBest(_model, best);
            _observer.OnBest(best, _step);
        }
    }

    private static bool IsDue(int step, int every) => every > 0 && step % every == 0;

    private static void Check(Model model, ISequenceSource data)
    {
        if (data is IFiniteSequences { Sequences: 0 })
        {
            throw new InvalidDataException("The packed data hold no sequence; collect more text or pack it anew.");
        }

        if (data is IFiniteSequences { Targets: 0 } untrained)
        {
            throw new InvalidDataException(Invariant($"The packed data have no token to train on in their {untrained.Sequences} sequences: what is trained lies beyond the context of {data.ContextLength} tokens; pack with a longer one."));
        }

        // Passages of examples are documents of their own: a row may be longer than the context, a passage not.
        if ((data is ExampleSet examples ? examples.LongestPassage : data.ContextLength) > model.Config.ContextLength || data.VocabularySize > model.Config.VocabularySize)
        {
            throw new InvalidDataException(
                Invariant($"The data are packed for a context of {data.ContextLength} and a vocabulary of {data.VocabularySize}, and the model has {model.Config.ContextLength} and {model.Config.VocabularySize}; pack them anew for this model."));
        }
    }

    private StepMetrics TakeProfiledStep(Profiler profiler)
    {
        _observed = _program.Program.Observer = profiler;
        profiler.BeginStep();
        try
        {
            return TakeStep();
        }
        finally
        {
            profiler.EndStep();
            _observed = _program.Program.Observer = null;
        }
    }

    private StepMetrics TakeStep()
    {
        var place = _options.FirstPlace + ((long)_step * _options.BatchSize * _options.Accumulation);
        var targets = 0;
        foreach (var batch in _batches)
        {
            for (var row = 0; row < _options.BatchSize; row++)
            {
                batch.Read(_data, place++, row);
            }

            targets += batch.Targets;
        }

        // Divided by all targets of the step, not batch by batch: accumulation then equals one large batch.
        var loss = 0.0;
        for (var i = 0; i < _batches.Length; i++)
        {
            loss += _program.Run(_batches[i], 1.0 / Math.Max(1, targets), _options.Seed, ((long)_step * _batches.Length) + i);
        }

        var rate = _options.Schedule.RateAt(_step);
        var start = Stopwatch.GetTimestamp();
        var norm = _optimizer.Step(rate);
        _observed?.OnKernel(_update, start, Stopwatch.GetTimestamp());
        if (!double.IsFinite(norm) || !double.IsFinite(loss))
        {
            throw new NotFiniteNumberException(Invariant($"The training diverged: at step {_step + 1} the loss is {loss} and the gradient norm {norm}; lower the learning rate ({rate} at this step) or raise the warm-up."));
        }

        _step++;
        _tokens += targets;
        return new StepMetrics(_step, _tokens, loss, rate, norm, 0);
    }

    /// <summary>What is due after a step: a measurement, samples, a checkpoint.</summary>
    private void Look()
    {
        var last = _step == _options.Steps;
        if (_meter is not null && (IsDue(_step, _options.ValidateEvery) || last))
        {
            // Not cut short by a stop: the checkpoint that follows lies after it, and what goes on from there would never measure it.
            var measured = _meter.Measure(_options.ValidationSequences);
            var metric = _options.Best?.ValueOf(_model, measured);
            Judge(metric);
            _observer.OnValidation(new ValidationMetrics(_step, _tokens, measured.PerToken, measured.BitsPerByte)
            {
                Accuracy = measured.Accuracy,
                UnigramAccuracy = measured.UnigramAccuracy,
                Metric = metric,
                IsBest = _best?.Step == _step,
            });
            last |= _best is { IsStopped: true };
        }

        if (IsDue(_step, _options.SampleEvery) || (last && _options.SampleEvery > 0))
        {
            _observer.OnSample(_step);
        }

        if (IsDue(_step, _options.CheckpointEvery) || last)
        {
            Save();
        }
    }

    /// <summary>Keeps the weights where they measure better than all before.</summary>
    private void Judge(double? metric)
    {
        if (metric is { } value)
        {
            _best = _options.Best!.After(_best, _step, value);
            _best = _best.Step == _step ? _checkpoints.SaveBest(_model, _best) : _best;
        }
    }

    private void Save() => _checkpoints.Save(_model, _optimizer, _step, _tokens, _best);

    private void Resume()
    {
        if (_checkpoints.Load(_model, _optimizer, _observer.OnWarning) is { } state)
        {
            (_step, _tokens, _best) = (state.Step, state.Tokens, state.Best);
            _observer.OnResume(_step);
        }
    }
}
