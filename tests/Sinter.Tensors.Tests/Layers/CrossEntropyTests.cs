using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Layers;

public sealed class CrossEntropyTests
{
    private static readonly CpuBackend Cpu = new(2);

    [Fact]
    public void Every_option_is_the_formula_in_plain_loops()
    {
        var options = new CrossEntropyOptions { LabelSmoothing = 0.3, ZLoss = 0.1, IgnoreIndex = 2, SoftCap = 4, ValidClasses = 19 };
        int[] targets = [0, 18, 2, -1, 7];
        var logits = Enumerable.Range(0, 5 * 21).Select(i => MathF.Sin(i * i) * 6).ToArray();
        var weights = Enumerable.Range(0, 21).Select(i => 0.25f + (i % 3)).ToArray();

        var losses = Tensor.From<float>(Cpu, logits, [5, 21])
            .CrossEntropy(Tensor.From<int>(Cpu, targets, [5]), One(), Tensor.From<float>(Cpu, weights, [21]), options).Losses.ToArray<float>();

        for (var row = 0; row < 5; row++)
        {
            var capped = Enumerable.Range(0, 19).Select(j => 4 * Math.Tanh(logits[(row * 21) + j] / 4.0)).ToArray();
            var z = Math.Log(capped.Sum(Math.Exp));
            var expected = 0.1 * z * z;
            for (var j = 0; j < 19; j++)
            {
                expected += ((j == targets[row] ? 0.7 : 0) + (0.3 / 19)) * weights[j] * (z - capped[j]);
            }

            ((double)losses[row]).ShouldBe(row is 2 or 3 ? 0 : expected, 1e-5, $"row {row}");
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(16403)]
    public void Without_logits_stored_the_losses_are_those_of_the_stored_ones(int classes)
    {
        // More rows than a block, so that the second block's targets and gradients are seen too.
        var rows = LinearCrossEntropy.BlockRows(classes) + 9;
        var options = new CrossEntropyOptions { LabelSmoothing = 0.1, ZLoss = 1e-3, SoftCap = 3, ValidClasses = classes };
        var hidden = Tensor.From<float>(Cpu, Waves(rows * 6), [rows, 6], requiresGradient: true);
        var weight = Tensor.From<float>(Cpu, Waves((classes + 3) * 6), [classes + 3, 6], requiresGradient: true);
        var targets = Tensor.From<int>(Cpu, [.. Enumerable.Range(0, rows).Select(i => (i % (classes + 1)) - 1)], [rows]);

        var fused = hidden.LinearCrossEntropy(weight, targets, One(), options);
        var apart = hidden.Linear(weight).CrossEntropy(targets, One(), options: options);

        ShouldBeClose(fused.Losses, apart.Losses);
        ShouldBeClose(Gradients.Of(fused.Loss, hidden)[0], Gradients.Of(apart.Loss, hidden)[0]);
        ShouldBeClose(Gradients.Of(fused.Loss, weight)[0], Gradients.Of(apart.Loss, weight)[0]);
        Gradients.Of(fused.Loss, weight)[0].AsSpan<float>()[(classes * 6)..].ToArray().ShouldAllBe(value => value == 0, "a row of padding takes no gradient");
    }

    [Fact]
    public void Weights_of_rows_multiply_their_losses_and_gradients()
    {
        const int Rows = 900;
        var (hidden, weight) = (Tensor.From<float>(Cpu, Waves(Rows * 6), [Rows, 6], requiresGradient: true), Tensor.From<float>(Cpu, Waves(31 * 6), [31, 6], requiresGradient: true));
        int[] targets = [.. Enumerable.Range(0, Rows).Select(i => (i % 32) - 1)];
        float[] weights = [.. Enumerable.Range(0, Rows).Select(i => i % 3)];

        var loss = hidden.LinearCrossEntropy(weight, Tensor.From<int>(Cpu, targets, [Rows]), One(), rowWeights: Tensor.From<float>(Cpu, weights, [Rows]));

        // A row that counts twice is as two rows, and one that counts nothing is as none.
        int[] repeated = [.. Enumerable.Range(0, Rows).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        var copies = hidden.Gather(Tensor.From<int>(Cpu, repeated, [repeated.Length]));
        var same = copies.LinearCrossEntropy(weight, Tensor.From<int>(Cpu, [.. repeated.Select(i => targets[i])], [repeated.Length]), One());
        loss.Loss.Item().ShouldBe(same.Loss.Item(), 1e-3);
        loss.Losses.ToArray<float>().Where((_, i) => i % 3 == 0 || targets[i] < 0).ShouldAllBe(value => value == 0);
        ShouldBeClose(loss.Loss.GradientOf(weight), same.Loss.GradientOf(weight), 1e-3f);
        ShouldBeClose(loss.Loss.GradientOf(hidden), same.Loss.GradientOf(hidden));
        Should.Throw<ArgumentException>(() => hidden.LinearCrossEntropy(weight, Tensor.From<int>(Cpu, targets, [Rows]), One(), rowWeights: One())).Message
            .ShouldContain("perhaps weights [rows]");
    }

    [Fact]
    public void Rows_that_are_not_trained_are_not_looked_at()
    {
        var values = Waves(900 * 4);
        values.AsSpan(17 * 4, 4).Fill(float.NaN);
        values.AsSpan(880 * 4, 8).Fill(float.NaN);
        var (hidden, weight) = (Tensor.From<float>(Cpu, values, [900, 4], requiresGradient: true), Tensor.From<float>(Cpu, Waves(9 * 4), [9, 4], requiresGradient: true));
        var targets = Tensor.From<int>(Cpu, [.. Enumerable.Range(0, 900).Select(i => i is 17 or 880 or 881 ? -1 : i % 9)], [900]);

        var loss = hidden.LinearCrossEntropy(weight, targets, One());
        var gradients = Gradients.Of(loss.Loss, hidden, weight);

        loss.Losses.ToArray<float>().ShouldAllBe(value => float.IsFinite(value));
        gradients[0].ToArray<float>().Chunk(4).Index().Where(row => row.Item.All(value => value == 0)).Select(row => row.Index).ShouldBe([17, 880, 881]);
        gradients[1].ToArray<float>().ShouldAllBe(value => float.IsFinite(value));
    }

    [Theory]
    [InlineData(50304, 1024, 348)]
    [InlineData(50304, 256, 256)]
    [InlineData(50304, 384, 384)]
    [InlineData(50304, 385, 204)]
    [InlineData(8192, 1024, 768)]
    public void Logits_of_many_classes_are_held_for_even_blocks(int classes, int rows, int expected)
        => LinearCrossEntropy.BlockRows(classes, rows).ShouldBe(expected);

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_target_that_is_no_class_is_refused(int target)
    {
        var options = new CrossEntropyOptions { ValidClasses = 5 };
        var targets = Tensor.From<int>(Cpu, [target], [1]);

        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [1, 7]).CrossEntropy(targets, One(), options: options)).Message
            .ShouldBe($"CrossEntropy was given the target {target}; there are 5 classes.");
        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [1, 3]).LinearCrossEntropy(Tensor.Zeros(Cpu, [7, 3]), targets, One(), options)).Message
            .ShouldBe($"LinearCrossEntropy was given the target {target}; there are 5 classes.");
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        CrossEntropyOptions[] wrong =
        [
            new() { LabelSmoothing = 1 }, new() { LabelSmoothing = -0.1 }, new() { LabelSmoothing = double.NaN }, new() { ZLoss = -1 },
            new() { SoftCap = double.PositiveInfinity }, new() { SoftCap = double.NaN }, new() { ValidClasses = 0 },
        ];
        foreach (var options in wrong)
        {
            Should.Throw<ArgumentOutOfRangeException>(() => new CrossEntropy(options), options.ToString());
            Should.Throw<ArgumentOutOfRangeException>(() => new LinearCrossEntropy(options), options.ToString());
        }
    }

    [Fact]
    public void Logits_that_are_no_number_or_too_large_are_seen_in_the_loss_and_not_hidden()
    {
        var targets = Tensor.From<int>(Cpu, [0, 0, 0], [3]);
        var logits = Tensor.From<float>(Cpu, [1, float.NaN, 1, 1e30f, 0, 0, 0, 3e4f, 0], [3, 3]);

        var losses = logits.CrossEntropy(targets, One()).Losses.ToArray<float>();

        losses[0].ShouldBe(float.NaN);
        losses[1].ShouldBe(0);
        losses[2].ShouldBe(3e4f);
    }

    private static Tensor One() => Tensor.From<float>(Cpu, [1], []);

    private static float[] Waves(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i * 1.7f))];

    private static void ShouldBeClose(Tensor actual, Tensor expected, float tolerance = 1e-4f)
    {
        var (left, right) = (actual.ToArray<float>(), expected.ToArray<float>());
        for (var i = 0; i < left.Length; i++)
        {
            left[i].ShouldBe(right[i], tolerance, $"element {i}");
        }
    }
}
