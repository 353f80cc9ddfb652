using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Layers;

/// <summary>Log-probabilities of tokens, without stored logits and with them.</summary>
public sealed class LogProbabilityTests
{
    private static readonly CpuBackend Cpu = new(2);

    [Fact]
    public void Log_probabilities_and_entropies_are_the_formulas_in_plain_loops()
    {
        var options = new CrossEntropyOptions { SoftCap = 4, ValidClasses = 19, IgnoreIndex = 2 };
        int[] targets = [0, 18, 2, -1, 7];
        var logits = Enumerable.Range(0, 5 * 21).Select(i => MathF.Sin(i * i) * 6).ToArray();

        var statistics = Tensor.From<float>(Cpu, logits, [5, 21]).LogitStatistics(Integers(targets), options);

        for (var row = 0; row < 5; row++)
        {
            var capped = Enumerable.Range(0, 19).Select(j => 4 * Math.Tanh(logits[(row * 21) + j] / 4.0)).ToArray();
            var z = Math.Log(capped.Sum(Math.Exp));
            var wanted = row is not (2 or 3);
            ((double)statistics.LogProbabilities.ToArray<float>()[row]).ShouldBe(wanted ? capped[targets[row]] - z : 0, 1e-5, $"row {row}");
            ((double)statistics.Entropies.ToArray<float>()[row]).ShouldBe(wanted ? -capped.Sum(y => Math.Exp(y - z) * (y - z)) : 0, 1e-5, $"row {row}");
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(16403)]
    public void Without_logits_stored_they_are_those_of_the_stored_ones(int classes)
    {
        // More rows than a block, of which some have no target and some no gradient.
        var rows = (LinearCrossEntropy.BlockRows(classes) * 5 / 4) + 9;
        var options = new CrossEntropyOptions { SoftCap = 3, ValidClasses = classes };
        var hidden = Tensor.From<float>(Cpu, Waves(rows * 6), [rows, 6], requiresGradient: true);
        var weight = Tensor.From<float>(Cpu, Waves((classes + 3) * 6), [classes + 3, 6], requiresGradient: true);
        var targets = Integers([.. Enumerable.Range(0, rows).Select(i => i % 5 == 1 ? -1 : i % classes)]);
        var upstream = Tensor.From<float>(Cpu, [.. Enumerable.Range(0, rows).Select(i => i % 7 == 0 ? 0 : MathF.Cos(i))], [rows]);

        var (fused, entropies) = hidden.TokenStatistics(weight, targets, options);
        var (apart, entropiesApart) = hidden.Linear(weight).LogitStatistics(targets, options);

        ShouldBeClose(fused, apart);
        ShouldBeClose(entropies, entropiesApart);
        foreach (var (one, other) in new[] { (fused, apart), (fused + entropies, apart + entropiesApart) })
        {
            var gradients = Gradients.Of((one * upstream).Sum(), hidden, weight);
            var expected = Gradients.Of((other * upstream).Sum(), hidden, weight);
            ShouldBeClose(gradients[0], expected[0]);
            ShouldBeClose(gradients[1], expected[1]);
            gradients[1].AsSpan<float>()[(classes * 6)..].ToArray().ShouldAllBe(value => value == 0, "a row of padding takes no gradient");
        }
    }

    [Fact]
    public void They_are_the_losses_of_the_cross_entropy_with_the_sign_changed()
    {
        var (hidden, weight) = (Tensor.From<float>(Cpu, Waves(40 * 6), [40, 6], requiresGradient: true), Tensor.From<float>(Cpu, Waves(50 * 6), [50, 6], requiresGradient: true));
        var targets = Integers([.. Enumerable.Range(-1, 40)]);
        var loss = hidden.LinearCrossEntropy(weight, targets, Tensor.From<float>(Cpu, [1], []));

        var results = hidden.TokenLogProbabilities(weight, targets);

        ShouldBeClose(-results, loss.Losses);
        ShouldBeClose((-results).Sum().GradientOf(weight), loss.Loss.GradientOf(weight));
        ShouldBeClose((-results).Sum().GradientOf(hidden), loss.Loss.GradientOf(hidden));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Any_number_of_threads_gives_the_same_bits_and_a_row_the_same_alone(int threads)
    {
        var backend = new CpuBackend(threads);
        var (results, gradients) = Compute(backend, 900);
        var (expected, expectedGradients) = Compute(Cpu, 900);

        results.ShouldBe(expected);
        gradients[0].ShouldBe(expectedGradients[0]);
        gradients[1].ShouldBe(expectedGradients[1]);
        Compute(backend, 3).Results.ShouldBe(expected[..3]);
        Compute(backend, 3).Gradients[0].ShouldBe(expectedGradients[0][..(3 * 7)]);
    }

    [Fact]
    public void Rows_without_a_target_or_a_gradient_take_none_and_cost_nothing()
    {
        // A row of not-a-numbers that nobody asks for must not be seen in anything.
        var values = Waves(6 * 4);
        values.AsSpan(2 * 4, 4).Fill(float.NaN);
        values.AsSpan(4 * 4, 4).Fill(float.NaN);
        var (hidden, weight) = (Tensor.From<float>(Cpu, values, [6, 4], requiresGradient: true), Tensor.From<float>(Cpu, Waves(9 * 4), [9, 4], requiresGradient: true));
        var upstream = Tensor.From<float>(Cpu, [1, 2, 3, 4, 5, 0], [6]);

        var results = hidden.TokenLogProbabilities(weight, Integers([1, 2, -1, 8, -5, 3]));
        var gradients = Gradients.Of((results * upstream).Sum(), hidden, weight);

        var found = results.ToArray<float>();
        (found[2], found[4]).ShouldBe((0, 0));
        found.ShouldAllBe(value => float.IsFinite(value));
        gradients[0].ToArray<float>().Chunk(4).Index().Where(row => row.Item.All(value => value == 0)).Select(row => row.Index).ShouldBe([2, 4, 5]);
        gradients[1].ToArray<float>().ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public void Where_no_row_has_a_target_all_is_zero()
    {
        var (hidden, weight) = (Tensor.From<float>(Cpu, Waves(12), [3, 4], requiresGradient: true), Tensor.From<float>(Cpu, Waves(20), [5, 4], requiresGradient: true));
        var results = hidden.TokenLogProbabilities(weight, Integers([-1, -2, -1]));
        var parameters = new[] { hidden, weight }.Select(value => new Parameter("", value, Tensor.Zeros(Cpu, value.Shape))).ToArray();
        var program = StepProgram.CompileTraining((results * results).Sum() + results.Sum(), parameters);
        program.Poison();

        program.Run();

        results.ToArray<float>().ShouldBe([0, 0, 0]);
        parameters.ShouldAllBe(parameter => parameter.Gradient.ToArray<float>().All(value => value == 0));
        Gradients.Of(results.Sum(), weight)[0].ToArray<float>().ShouldBe(new float[20]);
    }

    [Fact]
    public void Logits_of_minus_infinity_are_classes_that_cannot_be()
    {
        var logits = Tensor.From<float>(Cpu, [0, float.NegativeInfinity, 0, .. Enumerable.Repeat(float.NegativeInfinity, 30)], [1, 33], requiresGradient: true);

        var (result, entropy) = logits.LogitStatistics(Integers([2]));
        var gradient = (result + entropy).Sum().GradientOf(logits).ToArray<float>();

        result.Item().ShouldBe(-Math.Log(2), 1e-6);
        entropy.Item().ShouldBe(Math.Log(2), 1e-6);
        gradient[0].ShouldBe(-0.5f, 1e-6f);
        gradient[2].ShouldBe(0.5f, 1e-6f);
        gradient[3..].ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void A_token_that_is_almost_sure_keeps_its_digits()
    {
        var logits = Tensor.From<float>(Cpu, [100, 90], [1, 2]);

        logits.LogProbabilities(Integers([0])).Item().ShouldBe(-Math.Log(1 + Math.Exp(-10)), 1e-7);
    }

    [Fact]
    public void Wrong_targets_and_options_are_refused()
    {
        var options = new CrossEntropyOptions { ValidClasses = 5 };

        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [1, 3]).TokenLogProbabilities(Tensor.Zeros(Cpu, [7, 3]), Integers([5]), options)).Message
            .ShouldBe("TokenLogProbabilities was given the target 5; there are 5 classes.");
        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [1, 7]).LogProbabilities(Integers([6]), options)).Message
            .ShouldBe("LogProbabilities was given the target 6; there are 5 classes.");
        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [1, 3]).TokenLogProbabilities(Tensor.Zeros(Cpu, [7, 4]), Integers([5]))).Message
            .ShouldStartWith("TokenLogProbabilities was given [1, 3] Float32 and [7, 4] Float32 and [1] Int32; expected hidden");
        Should.Throw<ArgumentOutOfRangeException>(() => new TokenLogProbabilities(new() { LabelSmoothing = 0.1 })).Message.ShouldStartWith("Log-probabilities have no label smoothing");
        Should.Throw<ArgumentOutOfRangeException>(() => new LogProbabilities(new() { ZLoss = 0.1 }));
    }

    private static (float[] Results, float[][] Gradients) Compute(CpuBackend backend, int rows)
    {
        var hidden = Tensor.From<float>(backend, Waves(rows * 7), [rows, 7], requiresGradient: true);
        var weight = Tensor.From<float>(backend, Waves(101 * 7), [101, 7], requiresGradient: true);
        var targets = Tensor.From<int>(backend, [.. Enumerable.Range(0, rows).Select(i => i % 102 == 100 ? -1 : i % 101)], [rows]);
        var upstream = Tensor.From<float>(backend, [.. Enumerable.Range(0, rows).Select(i => MathF.Cos(i))], [rows]);
        var results = hidden.TokenLogProbabilities(weight, targets);
        return (results.ToArray<float>(), [.. Gradients.Of((results * upstream).Sum(), hidden, weight).Select(gradient => gradient.ToArray<float>())]);
    }

    private static Tensor Integers(int[] values) => Tensor.From<int>(Cpu, values, [values.Length]);

    private static float[] Waves(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i * 1.7f))];

    private static void ShouldBeClose(Tensor actual, Tensor expected)
    {
        var (left, right) = (actual.ToArray<float>(), expected.ToArray<float>());
        left.Length.ShouldBe(right.Length);
        for (var i = 0; i < left.Length; i++)
        {
            left[i].ShouldBe(right[i], 1e-4f, $"element {i}");
        }
    }
}
