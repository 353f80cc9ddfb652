using System.Diagnostics;
using Sinter.Inference;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training.Checkpoints;
using Sinter.Training.Reinforcement.Rewards;
using static System.FormattableString;

namespace Sinter.Training.Reinforcement;

/// <summary>
/// The training loop of a policy: sample answers, ask the reward how good they are, improve the model, measure, keep checkpoints. It owns the optimizer's state and the reference, which is the model as it
/// was given; the model's weights are changed in place. A training that was stopped, in whatever way, continues from its last checkpoint to the same weights, bit for bit.
/// </summary>
public sealed partial class PolicyTrainer
{
    private readonly Model _model;
    private readonly IReadOnlyList<PolicyPrompt> _prompts;
    private readonly IReward _reward;
    private readonly PolicyOptions _options;
    private readonly TrainingOptions _training;
    private readonly IPolicyObserver _observer;
    private readonly CheckpointFolder _checkpoints;
    private readonly PolicyState _state;
    private readonly AnswerSampler _sampler;
    private readonly DataOrder _order;
    private readonly PolicyProgram _update;
    private readonly PolicyProgram _before;
    private readonly PolicyProgram? _reference;
    private readonly PolicyMeter? _meter;
    private readonly int _rowLength;
    private int _step;
    private long _tokens;

    /// <summary>Prepares a training.</summary>
    /// <param name="model">The model, with the weights to start from, which the reference keeps; for PPO made with a <see cref="ValueHead"/>.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="prompts">What it is to answer; they come in shuffled epochs. See <see cref="PromptSet.Encode"/>.</param>
    /// <param name="reward">How good an answer is.</param>
    /// <param name="options">The method.</param>
    /// <param name="training">
    /// Steps (each a sampling and the updates that follow), rows of a pass, learning rate, optimizer, seed, checkpoints and, with <see cref="TrainingOptions.ValidateEvery"/>, measurements.
    /// </param>
    /// <param name="checkpoints">The folder of its checkpoints.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <exception cref="InvalidDataException">The prompts do not fit the model, or the model cannot be trained this way.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the model has no value head where one is needed.</exception>
    public PolicyTrainer(
        Model model, Tokenizer tokenizer, IReadOnlyList<PolicyPrompt> prompts, IReward reward, PolicyOptions options, TrainingOptions training, string checkpoints, IPolicyObserver observer)
    {
        _options = options.Validated();
        Check(model, prompts, options);
        (_model, _prompts, _reward, _training, _observer) = (model, prompts, reward, training, observer);
        _checkpoints = new CheckpointFolder(checkpoints, training.Fingerprint);
        _state = new PolicyState(training.CreateOptimizer(model.Parameters), options.KlCoefficient);
        _order = new DataOrder(prompts.Count, training.Seed);
        _sampler = new AnswerSampler(model, tokenizer, reward, new BatchSamplingOptions
        {
            Sampling = options.Sampling with { Seed = training.Seed },
            MaxTokens = options.MaxTokens,
            Rows = options.SamplingRows,
        });
        var longest = (int)Math.Min(model.Config.ContextLength, prompts.Max(static prompt => prompt.Tokens.Length) + (long)options.MaxTokens);
        _rowLength = Math.Min(model.Config.ContextLength, Math.Max(longest, options.RowLength > 0 ? options.RowLength : 128));
        var objective = new PolicyObjective(options);
        _update = new PolicyProgram(model, objective, training.BatchSize, _rowLength, withGradients: true, training.RecomputeBlocks);
        _before = new PolicyProgram(model, objective, training.BatchSize, _rowLength, withGradients: false);
        _reference = options.KlCoefficient == 0 ? null
            : ReferenceModel.IsInside(model) ? new PolicyProgram(model, objective, training.BatchSize, _rowLength, withGradients: false, withoutAdapter: true)
            : new PolicyProgram(ReferenceModel.Of(model), objective, training.BatchSize, _rowLength, withGradients: false);
        _meter = training.ValidateEvery > 0 ? new PolicyMeter(model, tokenizer, reward, options.MaxTokens, options.SamplingRows) : null;
    }

    /// <summary>Prompts that are measured every <see cref="TrainingOptions.ValidateEvery"/> steps and at the end, none of them trained on; none for no measurements.</summary>
    public IReadOnlyList<PolicyPrompt> Validation { get; init; } = [];

    /// <summary>Steps done.</summary>
    public int Step => _step;

    /// <summary>Tokens of answers that were trained so far, each once.</summary>
    public long Tokens => _tokens;

    /// <summary>Trains up to the last step, from the last checkpoint where there is one.</summary>
    /// <param name="cancellation">Stops between two steps, or between two tokens, whose step then counts as not begun; a checkpoint is written first.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    /// <exception cref="NotFiniteNumberException">The training diverged: loss or gradients are no numbers any more.</exception>
    /// <exception cref="InvalidDataException">The reward is at fault.</exception>
    public void Run(CancellationToken cancellation = default)
    {
        if (_checkpoints.Load(_model, _state, _observer.OnWarning) is { } state)
        {
            (_step, _tokens) = (state.Step, state.Tokens);
            _observer.OnResume(_step);
        }

        while (_step < _training.Steps)
        {
            var place = _state.Place;
            try
            {
                cancellation.ThrowIfCancellationRequested();
                TakeStep(cancellation);
            }
            catch (OperationCanceledException)
            {
                // Nothing but the place changes before the model does, and from there on a step is not stopped.
                _state.Place = place;
                Save();
                throw;
            }

            Look();
        }
    }

    private static void Check(Model model, IReadOnlyList<PolicyPrompt> prompts, PolicyOptions options)
    {
        if (prompts.Count == 0)
        {
            throw new InvalidDataException("There is no prompt to train on; give at least one.");
        }

        if (prompts.Index().FirstOrDefault(entry => entry.Item.Tokens.Length == 0 || entry.Item.Tokens.Length >= model.Config.ContextLength) is (var at, { } prompt))
        {
            throw new InvalidDataException(Invariant($"Prompt {at + 1} has {prompt.Tokens.Length} tokens; the model's context of {model.Config.ContextLength} must hold it and an answer: leave it out or cut it."));
        }

        if (model.Adapter is { VirtualTokens: > 0 })
        {
            throw new InvalidDataException("An adapter that stands in front of texts, as of prefix and prompt tuning, is not trained by rewards; take LoRA, DoRA or all weights.");
        }

        if (options.Method == PolicyMethod.Ppo && model.Adapter is not ValueHead)
        {
            throw new ArgumentException("PPO needs a value head beside the model; make the model with new ModelTuning { Adapter = new ValueHead() }.", nameof(model));
        }
    }

    private void TakeStep(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var sampled = Collect(cancellation);
        var sampling = Stopwatch.GetElapsedTime(start);
        List<List<Rollout>> groups = [.. sampled.Where(group => !_options.ReplacesEqualGroups || !IsEqual(group)).Select(static group => group.Select(static answer => new Rollout(answer)).ToList())];
        List<Rollout> rollouts = [.. groups.SelectMany(static group => group)];
        Score(rollouts);
        Rollout.Judge(groups, _options, _state.KlCoefficient);
        var rate = _training.Schedule.RateAt(_step);
        var update = Update(rollouts, rate);
        var (answers, coefficient) = (sampled.SelectMany(static group => group).ToList(), _state.KlCoefficient);
        var metrics = Measure(answers, rollouts) with
        {
            EqualGroupShare = sampled.Count(IsEqual) / (double)sampled.Count,
            KlCoefficient = coefficient,
            Loss = update.Loss,
            ClipShare = update.ClipShare,
            GradientNorm = update.Norm,
            LearningRate = rate,
            SampledTokens = answers.Sum(static answer => (long)answer.Tokens.Length),
        };
        Adapt(rollouts);
        _step++;
        _tokens += rollouts.Sum(static rollout => (long)rollout.Length);
        _observer.OnStep(metrics with { Step = _step, Tokens = _tokens, SamplingSeconds = sampling.TotalSeconds, Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds }, sampled);
        if (rollouts.Count == 0)
        {
            _observer.OnWarning(Invariant($"At step {_step} all {sampled.Count} groups of answers had equal rewards, and nothing was trained; the prompts are too easy or too hard, or the reward does not tell answers apart."));
        }
    }

    /// <summary>The groups of a step; with dynamic sampling more than are trained, as those whose rewards are equal are replaced.</summary>
    private List<IReadOnlyList<ScoredAnswer>> Collect(CancellationToken cancellation)
    {
        var groups = new List<IReadOnlyList<ScoredAnswer>>();
        var wanted = _options.PromptsPerStep;
        for (var round = 0; wanted > 0 && round <= (_options.ReplacesEqualGroups ? _options.MostReplacements : 0); round++)
        {
            var place = _state.Place;
            PolicyPrompt[] prompts = [.. Enumerable.Range(0, wanted).Select(i => _prompts[(int)_order[place + i]])];
            var sampled = _sampler.Sample(prompts, _options.GroupSize, place, cancellation);
            _state.Place = place + wanted;
            groups.AddRange(sampled);
            wanted = _options.ReplacesEqualGroups ? sampled.Count(IsEqual) : 0;
        }

        return groups;
    }

    private static bool IsEqual(IReadOnlyList<ScoredAnswer> group) => group.Count > 1 && group.All(answer => answer.Reward == group[0].Reward);

    private void Look()
    {
        var last = _step == _training.Steps;
        if (_meter is not null && Validation.Count > 0 && (_step % _training.ValidateEvery == 0 || last))
        {
            _observer.OnMeasure(_step, _meter.Measure(Validation));
        }

        if ((_training.CheckpointEvery > 0 && _step % _training.CheckpointEvery == 0) || last)
        {
            Save();
        }
    }

    private void Save() => _checkpoints.Save(_model, _state, _step, _tokens);
}
