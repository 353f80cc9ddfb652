using Sinter.Tensors.Cpu;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Layers;

/// <summary>Recurrent layers against PyTorch's formulas in plain loops.</summary>
public sealed class RecurrentTests
{
    private const int Batch = 3;
    private const int Time = 6;
    private const int Inputs = 5;
    private const int Hidden = 11;

    private static readonly CpuBackend Cpu = new(2);

    [Fact]
    public void A_long_short_term_memory_is_its_formula_step_by_step()
    {
        var (x, h0, c0) = (Waves([Batch, Time, Inputs], 1), Waves([Batch, Hidden], 2), Waves([Batch, Hidden], 3));
        var weights = Weights(4);

        var actual = x.Lstm(weights, h0, c0);

        for (var b = 0; b < Batch; b++)
        {
            var (h, c) = (Row(h0, b), Row(c0, b));
            for (var t = 0; t < Time; t++)
            {
                var (a, r) = (Product(weights.Input, weights.InputBias, Row(x, (b * Time) + t)), Product(weights.Hidden, weights.HiddenBias, h));
                double Gate(int gate, int j) => a[(gate * Hidden) + j] + r[(gate * Hidden) + j];
                c = [.. Enumerable.Range(0, Hidden).Select(j => (Sigmoid(Gate(1, j)) * c[j]) + (Sigmoid(Gate(0, j)) * Math.Tanh(Gate(2, j))))];
                h = [.. Enumerable.Range(0, Hidden).Select(j => Sigmoid(Gate(3, j)) * Math.Tanh(c[j]))];
                ShouldBeClose(Row(actual.Output, (b * Time) + t), h);
            }

            ShouldBeClose(Row(actual.Hidden, b), h);
            ShouldBeClose(Row(actual.Cell!, b), c);
        }
    }

    [Fact]
    public void A_gated_recurrent_unit_is_its_formula_step_by_step()
    {
        var (x, h0) = (Waves([Batch, Time, Inputs], 1), Waves([Batch, Hidden], 2));
        var weights = Weights(3);

        var actual = x.Gru(weights, h0);

        for (var b = 0; b < Batch; b++)
        {
            var h = Row(h0, b);
            for (var t = 0; t < Time; t++)
            {
                var (a, r) = (Product(weights.Input, weights.InputBias, Row(x, (b * Time) + t)), Product(weights.Hidden, weights.HiddenBias, h));
                double Gate(int gate, int j) => Sigmoid(a[(gate * Hidden) + j] + r[(gate * Hidden) + j]);
                double New(int j) => Math.Tanh(a[(2 * Hidden) + j] + (Gate(0, j) * r[(2 * Hidden) + j]));
                h = [.. Enumerable.Range(0, Hidden).Select(j => ((1 - Gate(1, j)) * New(j)) + (Gate(1, j) * h[j]))];
                ShouldBeClose(Row(actual.Output, (b * Time) + t), h);
            }

            ShouldBeClose(Row(actual.Hidden, b), h);
        }
    }

    [Fact]
    public void Without_a_state_a_layer_begins_with_zeros()
    {
        var x = Waves([Batch, Time, Inputs], 1);
        var zeros = Tensor.Zeros(Cpu, [Batch, Hidden]);

        x.Lstm(Weights(4)).Output.ToArray<float>().ShouldBe(x.Lstm(Weights(4), zeros, zeros).Output.ToArray<float>());
        x.Gru(Weights(3)).Output.ToArray<float>().ShouldBe(x.Gru(Weights(3), zeros).Output.ToArray<float>());
    }

    [Fact]
    public void Saturated_gates_keep_and_forget_exactly_and_give_finite_numbers()
    {
        // Gates far outside the range of e^x: forget all, take all of the cell candidate 1, show all of it.
        var gates = Tensor.From<float>(Cpu, [1e4f, -1e4f, 1e4f, 1e4f], [1, 4]);
        var zeros = Tensor.Zeros(Cpu, [4]);

        var outputs = new LstmCell().Apply(gates, zeros, zeros, Tensor.From<float>(Cpu, [77], [1, 1]));

        outputs[1].ToArray<float>().ShouldBe([1]);
        outputs[0].ToArray<float>()[0].ShouldBe(MathF.Tanh(1), 1e-6f);
    }

    [Fact]
    public void The_memory_of_training_through_time_grows_with_the_steps_and_not_with_their_square()
    {
        long Arena(int time)
        {
            var x = Tensor.Input(NullBackend.Instance, [4, time, 16]);
            var set = new ParameterSet(NullBackend.Instance,
            [
                new("input", [64, 16], ParameterRole.Matrix), new("hidden", [64, 16], ParameterRole.Matrix),
                new("inputBias", [64], ParameterRole.Vector), new("hiddenBias", [64], ParameterRole.Vector),
            ]);
            var weights = new RecurrentWeights(set["input"].Value, set["hidden"].Value, set["inputBias"].Value, set["hiddenBias"].Value);
            return StepProgram.CompileTraining(x.Lstm(weights).Output.Sum(), set.All).ArenaBytes;
        }

        Arena(40).ShouldBeLessThan((long)(4.2 * Arena(10)));
    }

    private static RecurrentWeights Weights(int gates)
        => new(Waves([gates * Hidden, Inputs], 4), Waves([gates * Hidden, Hidden], 5), Waves([gates * Hidden], 6), Waves([gates * Hidden], 7));

    private static Tensor Waves(Shape shape, int seed)
        => Tensor.From<float>(Cpu, Enumerable.Range(0, (int)shape.Count).Select(i => MathF.Sin((i * 1.7f) + seed)).ToArray(), shape);

    private static double[] Row(Tensor tensor, int row)
    {
        var width = tensor.Shape[^1];
        return [.. tensor.AsSpan<float>().Slice(row * width, width).ToArray().Select(value => (double)value)];
    }

    private static double[] Product(Tensor weight, Tensor bias, double[] x)
        => [.. Enumerable.Range(0, weight.Shape[0]).Select(i => Row(weight, i).Zip(x, (left, right) => left * right).Sum() + bias.AsSpan<float>()[i])];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void ShouldBeClose(double[] actual, double[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-5, $"element {i}");
        }
    }
}
