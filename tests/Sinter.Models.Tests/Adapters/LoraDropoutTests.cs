using Sinter.Models.Adapters;
using Sinter.Tensors;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Tests.Adapters;

public sealed class LoraDropoutTests
{
    private const string Layer = "0.attention.qkv";

    private static readonly LoraOptions Half = new() { Rank = 4, Alpha = 8, Dropout = 0.5 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_mean_over_many_passes_is_the_layer_without_dropout(bool dora)
    {
        const int Passes = 4000;
        var model = Model(Half with { Dora = dora });
        var plain = Run(model, drops: false)(0);
        var run = Run(model, drops: true);
        var (sum, squares) = (new double[plain.Length], new double[plain.Length]);
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var (i, value) in run(pass).Index())
            {
                sum[i] += value;
                squares[i] += (double)value * value;
            }
        }

        for (var i = 0; i < plain.Length; i++)
        {
            var mean = sum[i] / Passes;
            var error = Math.Sqrt(Math.Max(0, (squares[i] / Passes) - (mean * mean)) / Passes);
            error.ShouldBeGreaterThan(0);
            Math.Abs(mean - plain[i]).ShouldBeLessThan(5 * error, $"element {i}");
        }
    }

    [Fact]
    public void Only_the_low_rank_path_drops()
    {
        // With B = 0, as at the start, nothing of the layer depends on what A is given.
        var model = AdapterModels.Make(new LoraAdapter(Half));

        Run(model, drops: true)(3).ShouldBe(Run(model, drops: false)(0));
    }

    [Fact]
    public void A_model_that_is_not_trained_drops_nothing()
    {
        var (with, without) = (Model(Half), Model(Half with { Dropout = 0 }));

        AdapterModels.Logits(with).ShouldBe(AdapterModels.Logits(without));
    }

    [Fact]
    public void The_same_pass_drops_the_same_and_another_pass_or_layer_something_else()
    {
        var run = Run(Model(Half), drops: true);
        var first = run(1);

        run(2).ShouldNotBe(first);
        run(1).ShouldBe(first);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_share_that_cannot_be_is_refused(double dropout)
        => Should.Throw<ArgumentException>(() => new LoraAdapter(new LoraOptions { Dropout = dropout })).Message.ShouldContain("at least 0 and below 1");

    private static Model Model(LoraOptions options)
    {
        var model = AdapterModels.Make(new LoraAdapter(options));
        AdapterModels.Disturb(model);
        return model;
    }

    /// <summary>A layer over two fixed rows, in the pass of a number.</summary>
    private static Func<int, float[]> Run(Model model, bool drops)
    {
        var width = model.Config.HiddenSize;
        var x = Tensor.Input(model.Backend, [2, width]);
        var seed = Tensor.Input(model.Backend, [2], DataType.Int32);
        model.Dropout = drops ? new ModelDropout(0, seed) : null;
        var y = model.Linear(Layer, x);
        model.Dropout = null;
        var program = StepProgram.Compile(y);
        return pass =>
        {
            var random = new RandomStream(1, "rows");
            foreach (ref var value in program.Values<float>(x))
            {
                value = (float)random.NextNormal();
            }

            if (program.Holds(seed))
            {
                (program.Values<int>(seed)[0], program.Values<int>(seed)[1]) = (42, pass);
            }

            program.Run();
            return program.Values<float>(y).ToArray();
        };
    }
}
