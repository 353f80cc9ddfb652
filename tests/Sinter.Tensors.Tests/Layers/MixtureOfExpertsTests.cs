using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Layers;

public sealed class MixtureOfExpertsTests
{
    private static readonly CpuBackend Cpu = new(2);

    [Fact]
    public void The_largest_come_first_of_equal_ones_the_lower_index_and_what_is_no_number_before_all()
    {
        var x = Tensor.From<float>(Cpu, [3, 1, 3, 2, 3, float.NegativeInfinity, float.NaN, 0, float.NaN, float.PositiveInfinity, 0, 0, 0, 0, 0], [3, 5]);

        x.TopK(4).ToArray<int>().ShouldBe([0, 2, 4, 3, 1, 3, 4, 2, 0, 1, 2, 3]);
    }

    [Fact]
    public void Weights_are_those_of_mixtral_or_probabilities_among_all()
    {
        var logits = Tensor.From<float>(Cpu, [MathF.Log(1), MathF.Log(4), MathF.Log(2), MathF.Log(1)], [1, 4]);

        var renormalized = logits.Route(2);
        renormalized.Experts.ToArray<int>().ShouldBe([1, 2]);
        renormalized.Weights.ToArray<float>().ShouldBe([4 / 6f, 2 / 6f], 1e-6);
        logits.Route(2, renormalize: false).Weights.ToArray<float>().ShouldBe([4 / 8f, 2 / 8f], 1e-6);
    }

    [Fact]
    public void Rows_are_grouped_by_expert_in_the_order_of_tokens()
    {
        var rows = Tensor.From<int>(Cpu, [2, 0, 0, 2, 3, 2], [3, 2]).OrderByExpert(5);

        rows.Offsets.ToArray<int>().ShouldBe([0, 2, 2, 5, 6, 6]);
        rows.Assignments.ToArray<int>().ShouldBe([1, 2, 0, 3, 5, 4]);
        rows.Tokens.ToArray<int>().ShouldBe([0, 1, 0, 1, 2, 2]);
        rows.Rows.ToArray<int>().ShouldBe([2, 0, 1, 3, 5, 4]);
    }

    [Fact]
    public void A_mixture_is_the_weighted_sum_of_what_each_expert_makes_of_each_token()
    {
        const int Tokens = 37, Experts = 4, Width = 24, Hidden = 20;
        var random = new RandomStream(3, "experts");
        Tensor Draw(Shape shape) => Tensor.From<float>(Cpu, Enumerable.Range(0, (int)shape.Count).Select(_ => (float)random.NextNormal() * 0.5f).ToArray(), shape);
        var (x, router, gateUp, down) = (Draw([Tokens, Width]), Draw([Experts, Width]), Draw([Experts, 2 * Hidden, Width]), Draw([Experts, Width, Hidden]));

        var actual = OperationCase.Mixture([x, router, gateUp, down]).ToArray<float>();

        // Every expert on every token, with weights that are 0 where it was not chosen.
        var probabilities = x.Linear(router).Softmax().ToArray<float>();
        var byExpert = Enumerable.Range(0, Experts).Select(expert => x.Linear(gateUp[expert]).SwiGlu().Linear(down[expert]).ToArray<float>()).ToArray();
        for (var token = 0; token < Tokens; token++)
        {
            var chosen = Enumerable.Range(0, Experts).OrderByDescending(expert => probabilities[(token * Experts) + expert]).Take(2).ToArray();
            var sum = chosen.Sum(expert => probabilities[(token * Experts) + expert]);
            for (var j = 0; j < Width; j++)
            {
                var expected = chosen.Sum(expert => probabilities[(token * Experts) + expert] / sum * byExpert[expert][(token * Width) + j]);
                actual[(token * Width) + j].ShouldBe(expected, 1e-5f);
            }
        }
    }

    [Fact]
    public void An_expert_without_rows_has_a_gradient_of_zeros_and_keeps_what_gathered_before()
    {
        var weights = new Parameter("w", Tensor.From<float>(Cpu, new float[3 * 2 * 2], [3, 2, 2], requiresGradient: true), Tensor.Zeros(Cpu, [3, 2, 2]));
        weights.Gradient.AsSpan<float>().Fill(5);
        var x = Tensor.From<float>(Cpu, [1, 2, 3, 4], [2, 2]);
        var loss = x.GroupedLinear(weights.Value, Tensor.From<int>(Cpu, [0, 1, 1, 2], [4])).Sum();

        StepProgram.CompileTraining(loss, [weights]).Run();

        weights.Gradient.ToArray<float>().ShouldBe([6, 7, 6, 7, 5, 5, 5, 5, 8, 9, 8, 9]);
        loss.GradientOf(weights.Value).ToArray<float>()[4..8].ShouldBe([0, 0, 0, 0]);
    }

    [Fact]
    public void A_training_step_gives_the_same_bits_at_any_number_of_threads()
    {
        var expected = Step(1);

        Step(2).ShouldBe(expected);
        Step(3).ShouldBe(expected);
    }

    [Fact]
    public void An_even_load_loses_as_much_as_experts_a_token_and_one_expert_for_all_more()
    {
        // Probabilities even, choices even: experts · sum of (k / experts) (1 / experts) = k.
        var even = Tensor.Zeros(Cpu, [4, 4]).LoadBalancingLoss(Tensor.From<int>(Cpu, [0, 1, 1, 2, 2, 3, 3, 0], [4, 2]));
        even.Item().ShouldBe(2, 1e-6);

        // Expert 0 has the probability e³ / (e³ + 3) of each token and all of them: 4 times that.
        var logits = Tensor.From<float>(Cpu, [3, 0, 0, 0, 3, 0, 0, 0], [2, 4]);
        logits.LoadBalancingLoss(logits.Route(1).Experts).Item().ShouldBe(4 * Math.Exp(3) / (Math.Exp(3) + 3), 1e-5);
    }

    [Fact]
    public void The_z_loss_is_the_mean_square_of_the_logarithm_of_the_sum()
        => Tensor.From<float>(Cpu, [0, 0, MathF.Log(3), 0], [2, 2]).RouterZLoss().Item()
            .ShouldBe(((Math.Log(2) * Math.Log(2)) + (Math.Log(4) * Math.Log(4))) / 2, 1e-6);

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_expert_that_does_not_exist_is_refused(int expert)
    {
        var chosen = Tensor.From<int>(Cpu, [0, expert], [1, 2]);

        Should.Throw<ArgumentException>(() => chosen.OrderByExpert(3)).Message.ShouldBe($"ExpertOrder was given the index {expert}; it must be from 0 to 2.");
        Should.Throw<ArgumentException>(() => new Route().Apply(Tensor.Zeros(Cpu, [1, 3]), chosen)).Message.ShouldContain($"the index {expert}");
    }

    [Theory]
    [InlineData(0, 3, 2)]
    [InlineData(-1, 2, 2)]
    [InlineData(0, 2, 5)]
    public void Offsets_that_fall_or_lead_outside_are_refused(int first, int second, int third)
    {
        var offsets = Tensor.From<int>(Cpu, [first, second, third], [3]);

        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [4, 2]).GroupedLinear(Tensor.Zeros(Cpu, [2, 2, 2]), offsets)).Message.ShouldContain("was given the offset");
    }

    private static float[] Step(int threads)
    {
        const int Tokens = 150, Experts = 5, Width = 64, Hidden = 48;
        var cpu = new CpuBackend(threads);
        var random = new RandomStream(4, "step");
        Parameter Draw(Shape shape) => new("", Tensor.From<float>(
            cpu, Enumerable.Range(0, (int)shape.Count).Select(_ => (float)random.NextNormal() * 0.3f).ToArray(), shape, requiresGradient: true), Tensor.Zeros(cpu, shape));
        Parameter[] parameters = [Draw([Tokens, Width]), Draw([Experts, Width]), Draw([Experts, 2 * Hidden, Width]), Draw([Experts, Width, Hidden])];
        var loss = OperationCase.Mixture([.. parameters.Select(parameter => parameter.Value)]).Square().Sum();

        StepProgram.CompileTraining(loss, parameters).Run();

        return [.. parameters.SelectMany(parameter => parameter.Gradient.ToArray<float>())];
    }
}
