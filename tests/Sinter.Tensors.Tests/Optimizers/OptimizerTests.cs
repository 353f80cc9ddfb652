using Sinter.Tensors.Cpu;
using Sinter.Tensors.Null;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Optimizers;

/// <summary>What every optimizer promises.</summary>
public sealed class OptimizerTests
{
    private const double Rate = 0.01;

    public static TheoryData<string> Kinds { get; } = [.. OptimizerKinds.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_changes_all_parameters_and_clears_the_gradients_that_it_has_used(string kind)
    {
        var parameters = OddParameters.Draw();
        var before = parameters.All.Select(parameter => parameter.Value.ToArray<float>()).ToArray();
        OddParameters.Fill(parameters, 1);

        OptimizerKinds.All[kind](parameters).Step(Rate);

        parameters.All.SelectMany(parameter => parameter.Gradient.ToArray<float>()).ShouldAllBe(value => value == 0);
        foreach (var (p, parameter) in parameters.All.Index())
        {
            parameter.Value.ToArray<float>().ShouldNotBe(before[p], parameter.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_gradient_that_is_no_number_leaves_weights_and_state_alone_and_is_cleared(string kind)
    {
        foreach (var poison in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var parameters = OddParameters.Draw();
            var optimizer = OptimizerKinds.All[kind](parameters);
            OddParameters.Fill(parameters, 1);
            optimizer.Step(Rate);
            var (weights, state) = (OddParameters.Weights(parameters), StateBits(optimizer));
            OddParameters.Fill(parameters, 2);
            parameters["vector"].Gradient.AsSpan<float>()[36] = poison;

            var norm = optimizer.Step(Rate);

            double.IsFinite(norm).ShouldBeFalse();
            optimizer.Steps.ShouldBe(1);
            OddParameters.Weights(parameters).ShouldBe(weights);
            StateBits(optimizer).ShouldBe(state);
            parameters.All.SelectMany(parameter => parameter.Gradient.ToArray<float>()).ShouldAllBe(value => value == 0);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_after_one_that_was_not_taken_is_as_if_that_had_never_been(string kind)
    {
        var (clean, poisoned) = (OddParameters.Draw(), OddParameters.Draw());
        var (onClean, onPoisoned) = (OptimizerKinds.All[kind](clean), OptimizerKinds.All[kind](poisoned));
        poisoned["small"].Gradient.AsSpan<float>()[0] = float.NaN;
        onPoisoned.Step(Rate);

        OddParameters.Fill(clean, 1);
        OddParameters.Fill(poisoned, 1);
        onClean.Step(Rate);
        onPoisoned.Step(Rate);

        OddParameters.Weights(poisoned).ShouldBe(OddParameters.Weights(clean));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_of_zero_do_no_harm(string kind)
    {
        var parameters = OddParameters.Draw();
        var optimizer = OptimizerKinds.All[kind](parameters);

        optimizer.Step(Rate).ShouldBe(0);
        OddParameters.Fill(parameters, 1);
        optimizer.Step(Rate);
        optimizer.Step(Rate);

        OddParameters.Weights(parameters).ShouldAllBe(value => float.IsFinite(value) && Math.Abs(value) < 10);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_bits_do_not_depend_on_the_number_of_threads(string kind)
    {
        var results = new[] { 1, 2, 3 }.Select(threads =>
        {
            var parameters = OddParameters.Draw(threads);
            var optimizer = OptimizerKinds.All[kind](parameters);
            for (var step = 1; step <= 3; step++)
            {
                OddParameters.Fill(parameters, step);
                optimizer.Step(Rate);
            }

            return (Weights: OddParameters.Weights(parameters), State: StateBits(optimizer));
        }).ToArray();

        foreach (var other in results[1..])
        {
            other.Weights.ShouldBe(results[0].Weights);
            other.State.ShouldBe(results[0].State);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void From_saved_state_it_goes_on_to_the_same_bits(string kind)
    {
        var (whole, resumed) = (OddParameters.Draw(), OddParameters.Draw());
        var first = OptimizerKinds.All[kind](whole);
        for (var step = 1; step <= 2; step++)
        {
            OddParameters.Fill(whole, step);
            first.Step(Rate);
        }

        foreach (var (p, parameter) in resumed.All.Index())
        {
            whole.All[p].Value.AsSpan<float>().CopyTo(parameter.Value.AsSpan<float>());
        }

        var second = OptimizerKinds.All[kind](resumed);
        second.Steps = first.Steps;
        second.State.Select(state => state.Name).ShouldBe(first.State.Select(state => state.Name));
        foreach (var (from, to) in first.State.Zip(second.State))
        {
            from.Values.CopyTo(to.Values);
        }

        for (var step = 3; step <= 5; step++)
        {
            OddParameters.Fill(whole, step);
            OddParameters.Fill(resumed, step);
            first.Step(Rate);
            second.Step(Rate);
        }

        OddParameters.Weights(resumed).ShouldBe(OddParameters.Weights(whole));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_bytes_of_the_state_are_known_beforehand(string kind)
    {
        var parameters = OddParameters.Draw();

        OptimizerKinds.All[kind](parameters).State.Sum(state => state.Buffer.Bytes).ShouldBe(OptimizerKinds.Bytes[kind](parameters).State);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_trains_a_transformer(string kind)
    {
        var model = new TinyModel(new CpuBackend(1), OptimizerKinds.All[kind]);

        // What takes a step of its own length: the sign of Lion moves every weight, a relative step is a share of weights about 0.2 large.
        var rate = kind switch { "lion" => 1e-3, "adafactor, relative" => 1e-2, _ => 3e-3 };
        model.Step(rate);
        var first = model.Loss;
        for (var step = 0; step < 100; step++)
        {
            model.Step(rate);
        }

        model.Loss.ShouldBeLessThan(first / 2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_only_counts_cannot_be_trained(string kind)
        => Should.Throw<ArgumentException>(() => OptimizerKinds.All[kind](new ParameterSet(NullBackend.Instance, [new("weights", [3, 4], ParameterRole.Matrix)])))
            .Message.ShouldContain("runs on the processor's backend");

    private static int[] StateBits(IOptimizer optimizer)
        => [.. optimizer.State.SelectMany(state => Array.ConvertAll(state.Values.ToArray(), BitConverter.SingleToInt32Bits))];
}
