using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;
using Sinter.Training.Examples;
using Sinter.Training.Reinforcement;

namespace Sinter.Training.Tests.Reinforcement;

public sealed class PolicyObjectiveTests
{
    private const int Rows = 60;

    public static TheoryData<PolicyMethod> Methods => [.. Enum.GetValues<PolicyMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_loss_is_that_of_the_papers_and_its_gradients_those_of_finite_differences(PolicyMethod method)
    {
        var options = PolicyOptions.Of(method);
        var random = new RandomStream(3, $"objective/{method}");
        double[] Draw(double mean, double scale) => [.. Enumerable.Range(0, Rows).Select(_ => mean + (scale * random.NextNormal()))];
        var (said, values) = (Draw(-1.5, 0.5), Draw(0, 1));
        double[][] channels = [Draw(0.5, 0.1), Draw(0, 1), [.. said.Select(value => value + (0.3 * random.NextNormal()))], [.. said.Select(value => value + (0.5 * random.NextNormal()))], Draw(0, 1), [.. values.Select(value => value + (0.3 * random.NextNormal()))]];

        var (loss, ofSaid, ofValues) = Compute(options, said, values, channels);

        loss.ShouldBe(Expected(options, said, values, channels), 1e-9);
        const double Step = 1e-6;
        for (var i = 0; i < Rows; i++)
        {
            double Slope(double[] x, bool isValue)
            {
                var (up, down) = ((double[])x.Clone(), (double[])x.Clone());
                (up[i], down[i]) = (up[i] + Step, down[i] - Step);
                return isValue
                    ? (Expected(options, said, up, channels) - Expected(options, said, down, channels)) / (2 * Step)
                    : (Expected(options, up, values, channels) - Expected(options, down, values, channels)) / (2 * Step);
            }

            ofSaid[i].ShouldBe(Slope(said, false), 1e-5, $"log-probability {i}");
            ofValues[i].ShouldBe(Slope(values, true), 1e-5, $"value {i}");
        }
    }

    [Fact]
    public void A_hopeless_difference_gives_a_finite_loss()
    {
        var options = PolicyOptions.Of(PolicyMethod.Grpo);
        double[] Same(double value) => [.. Enumerable.Repeat(value, Rows)];

        var (loss, gradients, _) = Compute(options, Same(-1), Same(0), [Same(1), Same(-1), Same(-1000), Same(1000), Same(0), Same(0)]);

        double.IsFinite(loss).ShouldBeTrue();
        gradients.ShouldAllBe(gradient => double.IsFinite(gradient));
    }

    [Fact]
    public void Training_and_measuring_say_the_same_bits_of_answers()
    {
        var model = TinyPolicy.NewModel(withValues: true);
        var objective = new PolicyObjective(PolicyOptions.Of(PolicyMethod.Ppo));
        var examples = Enumerable.Range(0, 7).Select(i => new Rollout(Answer([1 + i, 3, 4], new[] { 2 + i, 5, 6, 1 }[..(1 + (i % 4))])).Example).ToList();
        var set = new ExampleSet(examples, TinyPolicy.Context, TinyPolicy.Tokenizer.VocabularySize);
        List<float[]> Said(bool withGradients)
        {
            var said = new List<float[]>();
            new PolicyProgram(model, objective, 2, TinyPolicy.Context, withGradients).Run(set, (example, logProbabilities, values) => said.Add([example, .. logProbabilities, .. values]));
            return said;
        }

        var measured = Said(false);

        Said(true).ShouldBe(measured);
        measured.Count.ShouldBe(7);
        measured.Select(static said => (int)said[0]).Order().ShouldBe(Enumerable.Range(0, 7));
    }

    [Fact]
    public void The_tokens_of_a_step_weigh_as_the_method_says()
    {
        Rollout[] rollouts = [new(Answer([1, 2], [3])), new(Answer([1], [2, 3, 4])), new(Answer([1], [5, 6]))];
        double[][] Weights(PolicyMethod method)
        {
            Rollout.Weigh(rollouts, PolicyOptions.Of(method) with { MaxTokens = 10 });
            return [.. rollouts.Select(static rollout => rollout.Of(PolicyChannel.Weight).ToArray().Select(static weight => (double)weight).ToArray())];
        }

        foreach (var (method, expected) in new (PolicyMethod, double[])[]
        {
            (PolicyMethod.Grpo, [1 / 3.0, 1 / 9.0, 1 / 6.0]), (PolicyMethod.DrGrpo, [1 / 30.0, 1 / 30.0, 1 / 30.0]), (PolicyMethod.Dapo, [1 / 6.0, 1 / 6.0, 1 / 6.0]), (PolicyMethod.Ppo, [1 / 6.0, 1 / 6.0, 1 / 6.0]),
        })
        {
            var weights = Weights(method);
            for (var i = 0; i < 3; i++)
            {
                weights[i].Length.ShouldBe(rollouts[i].Length);
                weights[i].ShouldAllBe(weight => Math.Abs(weight - expected[i]) < 1e-7);
            }
        }

        // Prompts are not trained: the first target is the first token of the answer.
        rollouts[0].Example.Passages[0].Tokens.ShouldBe([1, 2]);
        rollouts[0].Example.Passages[0].Targets.ShouldBe([-1, 3]);
        rollouts[0].Channels[PolicyChannel.Weight][0].ShouldBe(0);
        rollouts[1].Example.Passages[0].Targets.ShouldBe([2, 3, 4]);
    }

    private static ScoredAnswer Answer(int[] prompt, int[] answer) => new(new PolicyPrompt("", prompt), answer, new Completion("", "", null, answer.Length, true), 0);

    private static (double Loss, double[] OfSaid, double[] OfValues) Compute(PolicyOptions options, double[] said, double[] values, double[][] channels)
    {
        var cpu = new CpuBackend(1);
        Shape shape = [Rows];
        var (saidTensor, valueTensor) = (Tensor.From<double>(cpu, said, shape, requiresGradient: true), Tensor.From<double>(cpu, values, shape, requiresGradient: true));
        Shape packed = [2, Rows / 2];
        var targets = Tensor.Zeros(cpu, packed, DataType.Int32);
        Tensor[] inputs = [targets, targets, targets, targets, .. channels.Select(channel => Tensor.From<double>(cpu, channel, packed))];
        var loss = new PolicyObjective(options).Loss(inputs, Tensor.From<double>(cpu, [0.7], []), new PolicyTensors(saidTensor, valueTensor)).Loss;
        var hasValues = options.Method == PolicyMethod.Ppo;
        var gradients = Gradients.Of(loss, hasValues ? [saidTensor, valueTensor] : [saidTensor]);
        var program = StepProgram.Compile([loss, .. gradients]);
        program.Run();
        return (program.Values<double>(loss)[0], program.Values<double>(gradients[0]).ToArray(), hasValues ? program.Values<double>(gradients[1]).ToArray() : new double[Rows]);
    }

    /// <summary>The same from the formulas, one token at a time.</summary>
    private static double Expected(PolicyOptions options, double[] said, double[] values, double[][] channels)
    {
        var sum = 0.0;
        for (var i = 0; i < said.Length; i++)
        {
            var (advantage, ratio) = (channels[1][i], Math.Exp(said[i] - channels[2][i]));
            var loss = -Math.Min(ratio * advantage, Math.Clamp(ratio, 1 - options.ClipLow, 1 + options.ClipHigh) * advantage);
            if (options.Method != PolicyMethod.Ppo)
            {
                var d = channels[3][i] - said[i];
                loss += options.KlCoefficient * (Math.Exp(d) - d - 1);
            }
            else
            {
                var near = channels[5][i] + Math.Clamp(values[i] - channels[5][i], -options.ValueClip, options.ValueClip);
                loss += options.ValueCoefficient / 2 * Math.Max(Math.Pow(values[i] - channels[4][i], 2), Math.Pow(near - channels[4][i], 2));
            }

            sum += channels[0][i] * loss;
        }

        return 0.7 * sum;
    }
}
