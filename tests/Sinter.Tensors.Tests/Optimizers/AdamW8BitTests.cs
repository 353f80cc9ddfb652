using System.Runtime.InteropServices;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Optimizers;

public sealed class AdamW8BitTests
{
    private const double Rate = 0.01;
    private const int BlockSize = 256;

    /// <summary>Each step begins with what the state holds, so that a number between two codes that was rounded the other way is not carried on.</summary>
    [Fact]
    public void A_step_is_that_of_the_formula_in_double_precision_between_two_roundings()
    {
        var options = new AdamWOptions { WeightDecay = 0.3, GradientClip = 1.5 };
        var parameters = OddParameters.Draw();
        var optimizer = new AdamW8Bit(parameters, options);
        for (var step = 1; step <= 5; step++)
        {
            var expected = OddParameters.Doubles(parameters);
            var (means, squares) = (Signed(optimizer), Unsigned(optimizer));
            var gradients = OddParameters.Fill(parameters, step, step < 4 ? 1 : 1e-4);
            var clip = OddParameters.Clip(gradients, options.GradientClip);
            for (var p = 0; p < expected.Length; p++)
            {
                var decay = parameters.All[p].Value.Shape.Rank >= 2 ? options.WeightDecay : 0;
                for (var i = 0; i < expected[p].Length; i++)
                {
                    var at = parameters.All[p].Offset + i;
                    var gradient = gradients[p][i] * clip;
                    means[at] = (options.Beta1 * means[at]) + ((1 - options.Beta1) * gradient);
                    squares[at] = (options.Beta2 * squares[at]) + ((1 - options.Beta2) * gradient * gradient);
                    var direction = means[at] / (1 - Math.Pow(options.Beta1, step)) / (Math.Sqrt(squares[at] / (1 - Math.Pow(options.Beta2, step))) + options.Epsilon);
                    expected[p][i] -= Rate * (direction + (decay * expected[p][i]));
                }
            }

            optimizer.Step(Rate);

            OddParameters.ShouldBe(parameters, expected, 1e-5);
            ShouldBeRounded(Signed(optimizer), means, DynamicCodebook.Signed);
            ShouldBeRounded(Unsigned(optimizer), squares, DynamicCodebook.Unsigned);
        }
    }

    [Fact]
    public void The_state_is_two_bytes_a_weight_and_two_scales_a_block()
    {
        var parameters = new ParameterSet(new CpuBackend(1), [new("weights", [512, 1024], ParameterRole.Matrix)]);

        AdamW8Bit.StateBytes(parameters).ShouldBe((2 * 512 * 1024) + (2 * 512 * 1024 / BlockSize * sizeof(float)));
        (AdamW8Bit.StateBytes(parameters) / (double)AdamW.StateBytes(parameters)).ShouldBeLessThan(0.26);
    }

    [Fact]
    public void After_many_steps_the_weights_are_near_those_of_AdamW()
    {
        var (full, small) = (OddParameters.Draw(), OddParameters.Draw());
        var (adamW, adamW8Bit) = (new AdamW(full, new AdamWOptions()), new AdamW8Bit(small, new AdamWOptions()));
        var start = OddParameters.Weights(full);
        for (var step = 1; step <= 40; step++)
        {
            OddParameters.Fill(full, step);
            OddParameters.Fill(small, step);
            adamW.Step(Rate);
            adamW8Bit.Step(Rate);
        }

        var moved = Distance(OddParameters.Weights(full), start);
        Distance(OddParameters.Weights(full), OddParameters.Weights(small)).ShouldBeLessThan(0.05 * moved);
    }

    [Fact]
    public void A_weight_whose_gradients_were_small_beside_its_block_is_not_thrown_far()
    {
        var parameters = new ParameterSet(new CpuBackend(1), [new("weights", [1, BlockSize], ParameterRole.Matrix)]);
        var optimizer = new AdamW8Bit(parameters, new AdamWOptions { WeightDecay = 0, GradientClip = 0 });
        for (var step = 1; step <= 20; step++)
        {
            // The squares of the small gradients are far below what a byte can tell from 0 beside those of the large one.
            var gradients = parameters.All[0].Gradient.AsSpan<float>();
            gradients.Fill(step % 2 == 0 ? 0 : 1e-4f);
            gradients[0] = 1;
            optimizer.Step(Rate);
        }

        parameters.All[0].Value.ToArray<float>().ShouldAllBe(weight => Math.Abs(weight) <= 20 * Rate * 1.5);
    }

    private static double Distance(float[] one, float[] other) => Math.Sqrt(one.Zip(other, static (x, y) => Math.Pow(x - y, 2)).Sum());

    private static void ShouldBeRounded(double[] actual, double[] exact, double[] values)
    {
        for (var block = 0; block < exact.Length; block += BlockSize)
        {
            var scale = exact.Skip(block).Take(BlockSize).Max(Math.Abs);
            for (var i = block; i < Math.Min(exact.Length, block + BlockSize) && scale > 0; i++)
            {
                var number = exact[i] / scale;
                var nearest = DynamicCodebook.Nearest(values, number);

                // A mean of squares that is not 0 stays above it.
                nearest = values[0] == 0 && nearest == 0 && number > 0 ? values[1] : nearest;
                var (error, least) = (Math.Abs((actual[i] / scale) - number), Math.Abs(nearest - number));
                (error - least <= 1e-5 * Math.Max(Math.Abs(number), 1e-6)).ShouldBeTrue($"element {i}: {number} became {actual[i] / scale}, {nearest} is nearer");
            }
        }
    }

    private static double[] Signed(AdamW8Bit optimizer) => Numbers(optimizer.State[0], optimizer.State[1], static code =>
        code == 0x80 ? 1 : code > 0x80 ? -DynamicCodebook.Signed[127 + code - 0x80] : code == 0 ? 0 : DynamicCodebook.Signed[127 + code]);

    private static double[] Unsigned(AdamW8Bit optimizer) => Numbers(optimizer.State[2], optimizer.State[3], static code => DynamicCodebook.Unsigned[code]);

    private static double[] Numbers(OptimizerState codes, OptimizerState scales, Func<byte, double> value)
        => [.. MemoryMarshal.AsBytes(codes.Values).ToArray().Select((code, i) => value(code) * scales.Values[i / BlockSize])];
}
