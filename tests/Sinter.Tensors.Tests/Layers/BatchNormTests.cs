using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Layers;

public sealed class BatchNormTests
{
    private static readonly CpuBackend Cpu = new(2);

    [Fact]
    public void Each_channel_comes_out_with_the_mean_of_the_bias_and_the_deviation_of_the_weight()
    {
        // Far from 0, where a mean that is folded into the bias would cost the digits.
        var values = Enumerable.Range(0, 4 * 3 * 50).Select(i => 1000 + (MathF.Sin(i * i) * (1 + (i / 50 % 3)))).ToArray();
        var x = Tensor.From<float>(Cpu, values, [4, 3, 50]);

        var norm = x.BatchNorm(Tensor.From<float>(Cpu, [1, 2, 3], [3]), Tensor.From<float>(Cpu, [0, -1, 5], [3]), epsilon: 0);

        for (var channel = 0; channel < 3; channel++)
        {
            var of = Enumerable.Range(0, 600).Where(i => i / 50 % 3 == channel).ToArray();
            var y = of.Select(i => (double)norm.Output.AsSpan<float>()[i]).ToArray();
            var mean = of.Average(i => (double)values[i]);
            y.Average().ShouldBe(channel switch { 0 => 0, 1 => -1, _ => 5 }, 1e-3);
            Math.Sqrt(y.Average(value => value * value) - (y.Average() * y.Average())).ShouldBe(channel + 1, 1e-3);
            ((double)norm.Mean.AsSpan<float>()[channel]).ShouldBe(mean, 1e-3);
            ((double)norm.Variance.AsSpan<float>()[channel]).ShouldBe(of.Sum(i => (values[i] - mean) * (values[i] - mean)) / (of.Length - 1), 1e-3);
        }
    }

    [Fact]
    public void Running_statistics_follow_the_batches_and_then_serve_inference()
    {
        var statistics = new RunningStatistics(Cpu, 2);
        var (weight, bias) = (Tensor.From<float>(Cpu, [1, 1], [2]), Tensor.Zeros(Cpu, [2]));
        var x = Tensor.Input(Cpu, [4, 2]);
        var norm = x.BatchNorm(weight, bias);
        var program = StepProgram.Compile(norm.Output, norm.Mean, norm.Variance);
        var output = x.BatchNorm(weight, bias, statistics.Mean, statistics.Variance);
        var known = StepProgram.Compile(output);
        ReadOnlySpan<float> batch = [1, 10, 2, 30, 3, 10, 2, 30];
        batch.CopyTo(program.Values<float>(x));
        batch.CopyTo(known.Values<float>(x));

        for (var run = 0; run < 200; run++)
        {
            program.Run();
            statistics.Update(program.Values<float>(norm.Mean), program.Values<float>(norm.Variance));
        }

        known.Run();

        var (mean, variance) = (statistics.Mean.ToArray<float>(), statistics.Variance.ToArray<float>());
        mean[0].ShouldBe(2, 1e-5f);
        mean[1].ShouldBe(20, 1e-5f);
        variance[0].ShouldBe(2f / 3, 1e-4f);
        variance[1].ShouldBe(400f / 3, 1e-2f);
        known.Values<float>(output)[0].ShouldBe(-1 / MathF.Sqrt(2f / 3), 1e-3f);
        Should.Throw<ArgumentException>(() => statistics.Update([1], [1, 2])).Message.ShouldContain("2 channels");
    }
}
