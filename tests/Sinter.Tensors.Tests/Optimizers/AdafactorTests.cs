using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Optimizers;

public sealed class AdafactorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Five_steps_are_those_of_the_formula_in_double_precision(bool relative)
    {
        const double Rate = 0.01;
        var options = new AdafactorOptions { WeightDecay = 0.3, GradientClip = 1.5, RelativeStep = relative, UpdateClip = 0.9 };
        var parameters = OddParameters.Draw();
        var optimizer = new Adafactor(parameters, options);
        var plain = parameters.All.Select(parameter => new Plain(parameter, options)).ToArray();
        for (var step = 1; step <= 5; step++)
        {
            // The last steps have gradients too small to be clipped, and updates that are clipped no more.
            var gradients = OddParameters.Fill(parameters, step, step < 4 ? 1 : 1e-4);
            var clip = OddParameters.Clip(gradients, options.GradientClip);
            foreach (var (p, values) in gradients.Index())
            {
                plain[p].Step(Array.ConvertAll(values, value => value * clip), step, Rate);
            }

            optimizer.Step(Rate);
        }

        OddParameters.ShouldBe(parameters, [.. plain.Select(one => one.Weights)], 1e-5);
    }

    [Fact]
    public void Both_clips_take_hold_and_let_go_in_the_steps_that_are_compared()
    {
        var parameters = OddParameters.Draw();
        var plain = new Plain(parameters["large"], new AdafactorOptions { UpdateClip = 0.9 });

        var sizes = Enumerable.Range(1, 5).Select(step => plain.Step(
            Array.ConvertAll(OddParameters.Fill(parameters, step, step < 4 ? 1 : 1e-4)[1], static value => (double)value), step, 0.01)).ToArray();

        sizes.ShouldContain(size => size > 0.9);
        sizes.ShouldContain(size => size < 0.9);
    }

    [Fact]
    public void A_matrix_keeps_a_number_for_each_row_and_column_only()
    {
        var parameters = OddParameters.Draw();

        // 300 + 301, 3 + 5, 11 + 7; and 37 of the vector, rounded up to 48.
        Adafactor.StateBytes(parameters).ShouldBe((300 + 301 + 3 + 5 + 11 + 7 + 48) * sizeof(float));
    }

    [Fact]
    public void Rows_whose_gradients_were_zero_for_long_take_a_step_no_larger_than_others()
    {
        var parameters = OddParameters.Draw();
        var optimizer = new Adafactor(parameters, new AdafactorOptions { WeightDecay = 0 });
        var before = parameters["large"].Value.ToArray<float>();
        for (var step = 1; step <= 20; step++)
        {
            OddParameters.Fill(parameters, step);
            parameters["large"].Gradient.AsSpan<float>()[..301].Clear();
            optimizer.Step(0.01);
        }

        parameters["large"].Value.ToArray<float>()[..301].ShouldBe(before[..301]);

        OddParameters.Fill(parameters, 21);
        optimizer.Step(0.01);

        foreach (var (i, value) in parameters["large"].Value.ToArray<float>()[..301].Index())
        {
            Math.Abs(value - before[i]).ShouldBeLessThan(0.3f);
        }
    }

    /// <summary>The formula for one parameter, written as plainly as possible.</summary>
    private sealed class Plain(Parameter parameter, AdafactorOptions options)
    {
        private readonly int _rows = parameter.Value.Shape.Rank >= 2 ? parameter.Value.Shape[0] : 0;
        private readonly double[] _rowMeans = new double[parameter.Value.Shape.Rank >= 2 ? parameter.Value.Shape[0] : 0];
        private readonly double[] _columnMeans = new double[parameter.Value.Shape[^1]];

        public double[] Weights { get; } = Array.ConvertAll(parameter.Value.ToArray<float>(), static value => (double)value);

        /// <summary>Takes a step; gives the root mean square of the update before it is clipped.</summary>
        public double Step(double[] gradients, int step, double rate)
        {
            var columns = _columnMeans.Length;
            var decay = 1 - Math.Pow(step, -0.8);
            double Square(int i) => (gradients[i] * gradients[i]) + 1e-30;
            double[] squares;
            if (_rows == 0)
            {
                for (var i = 0; i < columns; i++)
                {
                    _columnMeans[i] = (decay * _columnMeans[i]) + ((1 - decay) * Square(i));
                }

                squares = _columnMeans;
            }
            else
            {
                for (var i = 0; i < _rows; i++)
                {
                    _rowMeans[i] = (decay * _rowMeans[i]) + ((1 - decay) * Enumerable.Range(0, columns).Average(j => Square((i * columns) + j)));
                }

                for (var j = 0; j < columns; j++)
                {
                    _columnMeans[j] = (decay * _columnMeans[j]) + ((1 - decay) * Enumerable.Range(0, _rows).Average(i => Square((i * columns) + j)));
                }

                var mean = _rowMeans.Average();
                squares = [.. Enumerable.Range(0, Weights.Length).Select(i => _rowMeans[i / columns] * _columnMeans[i % columns] / mean)];
            }

            var update = gradients.Select((gradient, i) => gradient / Math.Sqrt(squares[i])).ToArray();
            var size = Math.Sqrt(update.Average(value => value * value));
            var length = options.RelativeStep ? rate * Math.Max(1e-3, Math.Sqrt(Weights.Average(weight => weight * weight))) : rate;
            var weightDecay = parameter.Role == ParameterRole.Vector ? 0 : options.WeightDecay;
            for (var i = 0; i < Weights.Length; i++)
            {
                Weights[i] -= length * ((update[i] / Math.Max(1, size / options.UpdateClip)) + (weightDecay * Weights[i]));
            }

            return size;
        }
    }
}
