using Sinter.Inference;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Training.Reinforcement;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Training.Tests.Reinforcement;

/// <summary>Advantages, prompts, sums, references and the best of several answers.</summary>
public sealed class PolicyPartsTests
{
    [Fact]
    public void Advantages_of_a_group_are_by_hand()
    {
        // Mean 0.25, variance (3 · 0.0625 + 0.5625) / 3 = 0.25.
        PolicyAdvantages.OfGroup([1, 0, 0, 0], standardized: true).ShouldBe([0.75 / 0.5001, -0.25 / 0.5001, -0.25 / 0.5001, -0.25 / 0.5001], 1e-12);
        PolicyAdvantages.OfGroup([1, 0, 0, 0], standardized: false).ShouldBe([0.75, -0.25, -0.25, -0.25], 1e-12);
        PolicyAdvantages.OfGroup([2, 2, 2], standardized: true).ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void Generalized_advantages_are_by_hand()
    {
        // delta_2 = 1 - 0.3; delta_1 = 0.1 + 0.9 · 0.3 - 0.2; delta_0 = 0 + 0.9 · 0.2 - 0.5; A_t = delta_t + 0.9 · 0.8 A_{t+1}.
        double[] expected = [-0.32 + (0.72 * (0.17 + (0.72 * 0.7))), 0.17 + (0.72 * 0.7), 0.7];
        PolicyAdvantages.Generalized([0, 0.1, 1], [0.5f, 0.2f, 0.3f], gamma: 0.9, lambda: 0.8).ShouldBe(expected, 1e-6);

        // With gamma and lambda 1 it is the return less the value.
        PolicyAdvantages.Generalized([0, 0, 1], [0.5f, 0.25f, 0.125f], 1, 1).ShouldBe([0.5, 0.75, 0.875], 1e-12);
    }

    [Fact]
    public void Whitened_advantages_have_mean_0_and_variance_1()
    {
        List<double[]> advantages = [[1, 2], [4], [9, 5, -2]];
        PolicyAdvantages.Whiten(advantages);

        advantages.Sum(static answer => answer.Sum()).ShouldBe(0, 1e-9);
        advantages.Sum(static answer => answer.Sum(static value => value * value)).ShouldBe(6, 1e-6);
        List<double[]> equal = [[3, 3]];
        PolicyAdvantages.Whiten(equal);
        equal[0].ShouldBe([0, 0]);
    }

    [Fact]
    public void Prompts_that_are_too_long_are_counted_cut_by_rule_and_told()
    {
        (string, string?)[] prompts = [("1+1=", "2"), ("123456789+123456789=", "246913578"), ("", "0")];
        var begins = TinyPolicy.Tokenizer.BeginningOfText is null ? 0 : 1;

        var dropped = PromptSet.Encode(prompts, TinyPolicy.Tokenizer, 16, 6);
        (dropped.Prompts.Count, dropped.Dropped, dropped.Cut, dropped.Empty).ShouldBe((1, 1, 0, 1));
        dropped.Warnings.ShouldBe(["1 of 3 prompts leave no room for an answer in the model's context and are left out.", "1 of 3 prompts are empty and are left out."]);

        var cut = PromptSet.Encode(prompts, TinyPolicy.Tokenizer, 16, 6, LongPrompts.KeepEnd);
        (cut.Prompts.Count, cut.Dropped, cut.Cut, cut.Empty).ShouldBe((2, 0, 1, 1));
        cut.Prompts[1].Tokens.Length.ShouldBe(10);
        TinyPolicy.Tokenizer.Decode(cut.Prompts[1].Tokens.AsSpan(begins)).ShouldBe("123456789+123456789="[^(10 - begins)..]);
        cut.Prompts[0].Tokens[begins..].ShouldBe(TinyPolicy.Tokenizer.Encode("1+1="));

        Should.Throw<InvalidDataException>(() => PromptSet.Encode(prompts[1..], TinyPolicy.Tokenizer, 16, 6)).Message
            .ShouldBe("There is no prompt to train on: 1 leave no room for an answer of 6 tokens in a context of 16, and 1 are empty.");
        Should.Throw<ArgumentException>(() => PromptSet.Encode(prompts, TinyPolicy.Tokenizer, 16, 15)).Message.ShouldContain("leave no room for a prompt");
    }

    [Fact]
    public void Sums_are_right_and_none_is_both_trained_and_held_out()
    {
        var sums = new ArithmeticProblems(2);
        var (train, heldOut) = (sums.Train(3000, seed: 1).ToList(), sums.HeldOut(300, seed: 9).ToList());

        train.Count.ShouldBe(3000);
        heldOut.Count.ShouldBe(300);
        heldOut.Distinct().Count().ShouldBe(300);
        train.Intersect(heldOut).ShouldBeEmpty();
        sums.Train(3000, seed: 1).ShouldBe(train);
        sums.Train(3000, seed: 2).ShouldNotBe(train);
        foreach (var (prompt, answer) in train.Concat(heldOut))
        {
            var numbers = prompt.TrimEnd('=').Split('+').Select(int.Parse).ToArray();
            numbers.ShouldAllBe(number => number < 100);
            answer.ShouldBe((numbers[0] + numbers[1]).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        new ArithmeticProblems(1, 1e-9).HeldOut(10, 1).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => new ArithmeticProblems(0)).Message.ShouldContain("expected 1 to 9");
        Should.Throw<ArgumentException>(() => new ArithmeticProblems(2, 1)).Message.ShouldContain("between 0 and 1");
    }

    [Fact]
    public void A_reference_stays_as_the_model_was()
    {
        var model = TinyPolicy.NewModel(withValues: true);
        var before = TinyTraining.Weights(model);
        var reference = ReferenceModel.Of(model);
        foreach (var parameter in model.Parameters.All)
        {
            parameter.Value.AsSpan<float>().Fill(1);
        }

        TinyTraining.Weights(reference).Order().ShouldBe(before.Order());
        reference.Parameters.IsTrainable.ShouldBeFalse();
        ReferenceModel.IsInside(model).ShouldBeFalse();
    }

    [Fact]
    public void A_value_head_begins_at_0_and_leaves_the_model_as_it_is()
    {
        var (with, without) = (TinyPolicy.NewModel(withValues: true), TinyPolicy.NewModel());

        foreach (var parameter in without.Parameters.All)
        {
            with.Parameters[parameter.Name].Value.AsSpan<float>().SequenceEqual(parameter.Value.AsSpan<float>()).ShouldBeTrue(parameter.Name);
        }

        with.Parameters.All.Count.ShouldBe(without.Parameters.All.Count + 2);
        with.Parameters["value.weight"].Value.ToArray<float>().ShouldAllBe(static value => value == 0);
    }

    [Fact]
    public void Lora_is_trained_by_rewards_with_or_without_a_value_head()
    {
        using var folder = new TemporaryFolder();
        foreach (var method in new[] { PolicyMethod.Grpo, PolicyMethod.Ppo })
        {
            var lora = new LoraAdapter(new LoraOptions { Rank = 4 });
            IAdapter adapter = method == PolicyMethod.Ppo ? new ValueHead(lora) : lora;
            var model = Model.Create(TinyPolicy.NewModel().Config, new Sinter.Tensors.Cpu.CpuBackend(1), trainable: true, adapter.Tuning(TinyPolicy.NewModel().Config));
            model.Initialize(seed: 1);
            ReferenceModel.IsInside(model).ShouldBeTrue();
            var frozen = model.Parameters["embedding"].Value.ToArray<float>();
            var observer = new RecordingPolicyObserver();

            new PolicyTrainer(
                model, TinyPolicy.Tokenizer, TinyPolicy.Prompts, new CountingReward(), TinyPolicy.Options(method) with { KlCoefficient = 0.01 }, TinyPolicy.Training with { LearningRate = 1e-2 }, folder.File($"{method}"), observer)
                .Run(TestContext.Current.CancellationToken);

            model.Parameters["embedding"].Value.ToArray<float>().ShouldBe(frozen);
            observer.Steps[0].Kl!.Value.ShouldBe(0, 1e-12);
            observer.Steps[^1].Kl!.Value.ShouldBeGreaterThan(1e-6);
        }
    }

    [Fact]
    public void The_best_of_several_answers_is_no_worse_than_the_first_and_can_be_learnt_from()
    {
        var options = new BatchSamplingOptions { MaxTokens = 6, Rows = 8, Sampling = new SamplingOptions { Seed = 4 } };
        var reward = new CountingReward();
        var model = TinyPolicy.NewModel();
        var one = new BestOfN(model, TinyPolicy.Tokenizer, reward, 1, options).Choose(TinyPolicy.Prompts, cancellation: TestContext.Current.CancellationToken);
        var best = new BestOfN(model, TinyPolicy.Tokenizer, reward, 8, options).Choose(TinyPolicy.Prompts, cancellation: TestContext.Current.CancellationToken);

        best.Count.ShouldBe(TinyPolicy.Prompts.Count);
        best.Zip(one).ShouldAllBe(static pair => pair.First.Reward >= pair.Second.Reward);
        best.Average(static answer => answer.Reward).ShouldBeGreaterThan(one.Average(static answer => answer.Reward) + 0.1);

        var examples = BestOfN.ToExamples([.. best, .. best], leastReward: 0.1);
        var good = best.Where(static answer => answer.Reward >= 0.1).ToList();
        examples.Count.ShouldBe(good.DistinctBy(static answer => (answer.Completion.Prompt, answer.Completion.Text, answer.Completion.IsEnded)).Count());
        var passage = examples[0].Passages.Single();
        passage.Tokens.ShouldBe([.. good[0].Prompt.Tokens, .. good[0].Tokens]);
        passage.Targets.AsSpan(0, good[0].Prompt.Tokens.Length - 1).ToArray().ShouldAllBe(static target => target == -1);
        passage.Targets[(good[0].Prompt.Tokens.Length - 1)..^1].ShouldBe(good[0].Tokens);
    }

    [Fact]
    public void A_model_is_measured_by_its_likeliest_answers()
    {
        var model = TinyPolicy.NewModel();
        var measure = new PolicyMeter(model, TinyPolicy.Tokenizer, new ExactAnswer(), 6, 8).Measure(TinyPolicy.Prompts, TestContext.Current.CancellationToken);

        measure.Prompts.ShouldBe(TinyPolicy.Prompts.Count);
        measure.Accuracy.ShouldBe(measure.Reward);
        measure.Answers.Select(static answer => answer.Completion.Text).ShouldBe(
            new PolicyMeter(model, TinyPolicy.Tokenizer, new ExactAnswer(), 6, 5).Measure(TinyPolicy.Prompts, TestContext.Current.CancellationToken).Answers.Select(static answer => answer.Completion.Text));
        new PolicyMeter(model, TinyPolicy.Tokenizer, new CountingReward(), 6, 8).Measure(TinyPolicy.Prompts, TestContext.Current.CancellationToken).Accuracy.ShouldBeNull();
    }
}
