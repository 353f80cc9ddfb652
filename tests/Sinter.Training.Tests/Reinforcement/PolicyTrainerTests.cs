using Sinter.Models.Adapters;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Training.Reinforcement;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Training.Tests.Reinforcement;

public sealed class PolicyTrainerTests : IDisposable
{
    private readonly TinyPolicy _tiny = new();

    public static TheoryData<PolicyMethod> Methods => [.. Enum.GetValues<PolicyMethod>()];

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_policy_learns_what_is_rewarded(PolicyMethod method)
    {
        var options = TinyPolicy.Options(method) with { PromptsPerStep = 8, GroupSize = 8, SamplingRows = 32, KlCoefficient = 0 };
        var outcome = _tiny.Train(options, TinyPolicy.Training with { Steps = 25, LearningRate = 1e-2, CheckpointEvery = 0 });

        var steps = outcome.Observer.Steps;
        steps.Count.ShouldBe(25);
        var (first, last) = (steps.Take(3).Average(step => step.Reward), steps.TakeLast(3).Average(step => step.Reward));
        first.ShouldBeLessThan(0.15);
        last.ShouldBeGreaterThan(3 * first);
        outcome.Observer.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_training_that_was_stopped_or_killed_goes_on_to_the_same_bytes_at_any_number_of_threads(PolicyMethod method)
    {
        var options = TinyPolicy.Options(method) with { InnerEpochs = 2, Minibatches = 2, KlTarget = method == PolicyMethod.Ppo ? 0.1 : 0, KlCoefficient = method == PolicyMethod.Dapo ? 0 : 0.05 };
        var whole = _tiny.Train(options, checkpoints: _tiny.Checkpoints + "-whole");
        whole.Weights.ShouldNotBe(TinyTraining.Weights(TinyPolicy.NewModel(method == PolicyMethod.Ppo)));

        _tiny.Train(options, stopAfter: 0).Step.ShouldBe(0);
        _tiny.Train(options, stopAfter: 3, threads: 2).Step.ShouldBe(3);
        var died = Should.Throw<InvalidOperationException>(() => _tiny.Train(options, reward: new DyingReward(5 - 3)));
        died.Message.ShouldBe("killed");
        var last = _tiny.Train(options);

        last.Observer.Resumed.ShouldBe([4]);
        last.Observer.Warnings.ShouldBeEmpty();
        last.Weights.ShouldBe(whole.Weights);
        last.Tokens.ShouldBe(whole.Tokens);
        Bare(last).ShouldBe(Bare(whole).Skip(4));
        last.Observer.Measures.Select(entry => entry.Step).ShouldBe([6]);
        whole.Observer.Measures.Select(entry => entry.Step).ShouldBe([4, 6]);
    }

    [Fact]
    public void The_first_ratios_of_a_step_are_one()
    {
        // All that is left of the loss is then the mean of the advantages, which a group's are 0; and nothing is clipped.
        var metrics = _tiny.Train(TinyPolicy.Options(PolicyMethod.DrGrpo), TinyPolicy.Training with { Steps = 1 }).Observer.Steps.Single();

        metrics.ClipShare.ShouldBe(0);
        metrics.Loss.ShouldBe(0, 1.0);
        metrics.GradientNorm.ShouldBeGreaterThan(0);

        var again = _tiny.Train(TinyPolicy.Options(PolicyMethod.DrGrpo) with { InnerEpochs = 4, ClipLow = 0.001, ClipHigh = 0.001 }, TinyPolicy.Training with { Steps = 2 }, checkpoints: _tiny.Checkpoints + "-2");
        again.Observer.Steps[^1].ClipShare.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_distance_from_the_reference_is_0_at_first_and_grows()
    {
        var steps = _tiny.Train(TinyPolicy.Options(PolicyMethod.Grpo)).Observer.Steps;

        steps[0].Kl!.Value.ShouldBe(0, 1e-9);
        steps[^1].Kl!.Value.ShouldBeGreaterThan(0);
        _tiny.Train(TinyPolicy.Options(PolicyMethod.Dapo), checkpoints: _tiny.Checkpoints + "-2").Observer.Steps[^1].Kl.ShouldBeNull();
    }

    [Fact]
    public void A_heavy_distance_keeps_the_policy_at_home()
    {
        double Last(double coefficient, string name) => _tiny.Train(
            TinyPolicy.Options(PolicyMethod.Grpo) with { KlCoefficient = coefficient }, TinyPolicy.Training with { Steps = 12, LearningRate = 1e-2 }, checkpoints: _tiny.Checkpoints + name).Observer.Steps[^1].Kl!.Value;

        Last(10, "-heavy").ShouldBeLessThan(Last(1e-6, "-light") / 2);
    }

    [Fact]
    public void The_weight_of_the_distance_adapts_to_its_target()
    {
        var options = TinyPolicy.Options(PolicyMethod.Ppo) with { KlTarget = 1e-6, KlHorizon = 10 };

        var steps = _tiny.Train(options).Observer.Steps;

        steps[0].KlCoefficient.ShouldBe(0.05, 1e-8);
        steps.Select(step => step.KlCoefficient).Distinct().Count().ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Groups_with_equal_rewards_are_replaced_or_told()
    {
        // Even sums are never rewarded: such groups are all equal.
        var reward = new FunctionReward(static completion => completion.Prompt[0] % 2 == 0 ? 0 : completion.Text.Length);
        var dapo = _tiny.Train(TinyPolicy.Options(PolicyMethod.Dapo), reward: reward).Observer;
        var grpo = _tiny.Train(TinyPolicy.Options(PolicyMethod.Grpo), reward: reward, checkpoints: _tiny.Checkpoints + "-2").Observer;

        dapo.Steps.ShouldContain(step => step.EqualGroupShare > 0);
        foreach (var (step, answers) in dapo.Steps.Zip(dapo.Answers))
        {
            step.Answers.ShouldBe(4 * answers.Count(group => group.Select(answer => answer.Reward).Distinct().Count() > 1));
            answers.Count.ShouldBeGreaterThanOrEqualTo(4);
        }

        grpo.Steps.ShouldAllBe(step => step.Answers == 16);
    }

    [Fact]
    public void Where_all_rewards_are_equal_nothing_is_trained_and_that_is_told()
    {
        var outcome = _tiny.Train(TinyPolicy.Options(PolicyMethod.Dapo), reward: new FunctionReward(static _ => 1));

        outcome.Weights.ShouldBe(TinyTraining.Weights(TinyPolicy.NewModel()));
        outcome.Observer.Steps.ShouldAllBe(step => step.EqualGroupShare == 1 && step.Answers == 0 && step.Loss == 0);
        outcome.Observer.Warnings.Count.ShouldBe(6);
        outcome.Observer.Warnings[0].ShouldStartWith("At step 1 all 16 groups of answers had equal rewards, and nothing was trained;");

        // Without replacement the distance alone is left, which has no slope at home: the policy says of the answers what the reference says, to the bit.
        var still = TinyPolicy.Training with { AdamW = new() { WeightDecay = 0 } };
        var grpo = _tiny.Train(TinyPolicy.Options(PolicyMethod.Grpo), still, new FunctionReward(static _ => 1), checkpoints: _tiny.Checkpoints + "-2");
        grpo.Observer.Steps.ShouldAllBe(step => step.Loss == 0 && step.GradientNorm == 0 && step.EqualGroupShare == 1 && step.Answers == 16);
        grpo.Weights.ShouldBe(outcome.Weights);
    }

    [Fact]
    public void An_adapter_in_front_of_texts_is_not_trained_by_rewards()
    {
        var config = TinyPolicy.NewModel().Config;
        IAdapter adapter = new PromptAdapter(new VirtualTokenOptions { Count = 3 });
        var model = new Transformer(config, new CpuBackend(1), tuning: adapter.Tuning(config));
        model.Initialize(1);

        Should.Throw<InvalidDataException>(() => new PolicyTrainer(
            model, TinyPolicy.Tokenizer, TinyPolicy.Prompts, new CountingReward(), TinyPolicy.Options(PolicyMethod.Grpo), TinyPolicy.Training, _tiny.Checkpoints, new RecordingPolicyObserver()))
            .Message.ShouldContain("is not trained by rewards");
    }

    [Fact]
    public void An_empty_answer_is_an_answer()
    {
        var outcome = _tiny.Train(TinyPolicy.Options(PolicyMethod.Grpo), TinyPolicy.Training with { Steps = 40, LearningRate = 1e-2, CheckpointEvery = 0 }, new FunctionReward(static completion => completion.Text.Length == 0 ? 1 : 0));

        var empty = outcome.Observer.Answers.SelectMany(static step => step).SelectMany(static group => group).Where(static answer => answer.Completion.Text.Length == 0).ToList();
        empty.ShouldNotBeEmpty();
        empty.ShouldContain(static answer => answer.Tokens.Length == 1 && answer.Completion.IsEnded && answer.Reward == 1);
        outcome.Observer.Steps[^1].Length.ShouldBeLessThan(outcome.Observer.Steps[0].Length);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_reward_that_is_no_number_is_told(double value)
    {
        var exception = Should.Throw<InvalidDataException>(() => _tiny.Train(TinyPolicy.Options(PolicyMethod.Grpo), reward: new FunctionReward(_ => value)));

        exception.Message.ShouldStartWith(FormattableString.Invariant($"The reward 'function' gave {value} for the answer '"));
        exception.Message.ShouldEndWith("a reward must be a finite number.");
    }

    [Fact]
    public void What_cannot_be_trained_is_told_at_once()
    {
        var grpo = TinyPolicy.Options(PolicyMethod.Grpo);
        Should.Throw<InvalidDataException>(() => _tiny.Train(grpo, prompts: [])).Message.ShouldBe("There is no prompt to train on; give at least one.");
        Should.Throw<InvalidDataException>(() => _tiny.Train(grpo, prompts: [TinyPolicy.Prompts[0], new("long", new int[TinyPolicy.Context])]))
            .Message.ShouldBe("Prompt 2 has 24 tokens; the model's context of 24 must hold it and an answer: leave it out or cut it.");
        Should.Throw<ArgumentException>(() => _tiny.Train(grpo with { GroupSize = 1 })).Message.ShouldContain("two to compare");
        Should.Throw<ArgumentException>(() => _tiny.Train(grpo with { Sampling = new() { Temperature = 0 } })).Message.ShouldContain("temperature is 0");
        Should.Throw<ArgumentException>(() => new PolicyTrainer(
            TinyPolicy.NewModel(), TinyPolicy.Tokenizer, TinyPolicy.Prompts, new CountingReward(), TinyPolicy.Options(PolicyMethod.Ppo), TinyPolicy.Training, _tiny.Checkpoints, new RecordingPolicyObserver()))
            .Message.ShouldStartWith("PPO needs a value head beside the model;");
    }

    [Fact]
    public void Another_loss_of_memory_is_passed_over()
    {
        _tiny.Train(TinyPolicy.Options(PolicyMethod.Grpo), stopAfter: 2);

        var other = _tiny.Train(TinyPolicy.Options(PolicyMethod.Grpo), TinyPolicy.Training with { Fingerprint = "others" });

        other.Observer.Resumed.ShouldBeEmpty();
        other.Observer.Warnings.Single().ShouldContain("other settings");
    }

    private static IEnumerable<PolicyMetrics> Bare(PolicyOutcome outcome) => outcome.Observer.Steps.Select(step => step with { Seconds = 0, SamplingSeconds = 0 });

    /// <summary>Ends the process, so to speak, when it is asked for the second time in a training without replaced groups.</summary>
    private sealed class DyingReward(int calls) : IReward
    {
        private int _left = calls;

        public string Name => throw new InvalidOperationException("killed");

        public IReadOnlyList<double> Score(IReadOnlyList<Completion> completions) => _left-- > 0 ? [.. completions.Select(new CountingReward().Score)] : throw new InvalidOperationException("killed");
    }
}
