using Sinter.Models.Files;
using Sinter.Models.Recurrent;
using Sinter.Models.Tests.Seq2Seq;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Models.Tests.Recurrent;

public sealed class RecurrentModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Every_activation_is_that_of_the_independent_implementation(string name)
    {
        var expected = new ExpectedModel(name);
        var model = (RecurrentModel)expected.Load();
        var rows = new Rows(model, [.. expected.Integers("input_ids").Select(static row => new[] { row })]);
        var states = new List<Tensor>();
        var hidden = model.Hidden(rows.Inputs, (_, x) => states.Add(x));

        var values = rows.Compute([hidden, model.Logits(hidden), .. states]);

        for (var layer = 0; layer < states.Count; layer++)
        {
            Difference(values[2 + layer], expected.Values("hidden_states", layer)).ShouldBeLessThan(2e-5f);
        }

        Difference(values[0], expected.Values("final_hidden")).ShouldBeLessThan(2e-5f);
        Difference(values[1], expected.Values("logits")).ShouldBeLessThan(1e-4f);
        rows.Loss().Loss.ShouldBe(expected.Loss, tolerance: 1e-5);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void What_was_imported_is_exported_as_it_was(string name)
    {
        var expected = new ExpectedModel(name);
        var model = expected.Load();
        ModelFolder.Write(_folder.Path, model.Config, ModelWeights.ToWrite(model));

        var again = ModelWeights.Load(_folder.Path, new CpuBackend(1));

        again.Config.ShouldBe(model.Config);
        foreach (var parameter in model.Parameters.All)
        {
            again.Parameters[parameter.Name].Value.ToArray<float>().ShouldBe(parameter.Value.ToArray<float>(), parameter.Name);
        }
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Documents_in_one_row_have_the_losses_of_each_alone(string name)
    {
        var model = (RecurrentModel)new ExpectedModel(name).Load();
        int[][] documents = [[5, 6, 7, 8], [9, 10], [11, 12, 13, 14, 15]];

        var packed = new Rows(model, [documents]).Loss().Losses;

        packed.ShouldBe([.. documents.SelectMany(document => new Rows(model, [[document]]).Loss().Losses)], tolerance: 1e-6);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void A_document_changes_nothing_of_the_next_not_one_bit(string name)
    {
        var model = (RecurrentModel)new ExpectedModel(name).Load();

        var losses = new Rows(model, [[[5, 6, 7], [9, 10, 11, 12]]]).Loss().Losses;

        new Rows(model, [[[50, 60, 40], [9, 10, 11, 12]]]).Loss().Losses[3..].ShouldBe(losses[3..]);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void The_gradient_of_every_parameter_is_the_slope_of_the_loss(string name)
    {
        var model = (RecurrentModel)new ExpectedModel(name).Load(trainable: true);
        var rows = new Rows(model, [[[5, 6, 7, 8], [9, 10, 3]], [[11, 12, 13, 14, 15, 16, 17]]]);
        rows.Differentiate();
        foreach (var parameter in model.Parameters.All)
        {
            // Along its own gradient the loss rises with the gradient's length.
            var gradient = parameter.Gradient.ToArray<float>();
            var length = Math.Sqrt(gradient.Sum(value => (double)value * value));
            length.ShouldBeGreaterThan(1e-4, parameter.Name);
            var step = 0.01 / length;

            var slope = (LossAt(step) - LossAt(-step)) / (2 * step * length);

            slope.ShouldBe(length, tolerance: (0.01 * length) + 1e-4, parameter.Name);

            double LossAt(double distance)
            {
                var weights = parameter.Value.ToArray<float>();
                weights.Select((weight, i) => (float)(weight + (distance * gradient[i]))).ToArray().CopyTo(parameter.Value.AsSpan<float>());
                var loss = rows.Loss().Loss;
                weights.CopyTo(parameter.Value.AsSpan<float>());
                return loss;
            }
        }
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Going_on_from_a_state_is_the_same_as_reading_the_whole(string name)
    {
        var model = (RecurrentModel)new ExpectedModel(name).Load();
        var config = model.Config;
        int[] tokens = [5, 6, 7, 8, 9, 10];
        var whole = new Rows(model, [[tokens]]);
        var expected = whole.Compute([model.Hidden(whole.Inputs)])[0];
        var zeros = Tensor.Zeros(model.Backend, [1, config.HiddenSize]);
        IReadOnlyList<RecurrentState> states = [.. Enumerable.Repeat(new RecurrentState(zeros, config.Family == ModelFamily.Lstm ? zeros : null), config.Layers)];

        var (first, between) = model.Continue(Tensor.From<int>(model.Backend, tokens.AsSpan(..4), [1, 4]), states);
        var (second, _) = model.Continue(Tensor.From<int>(model.Backend, tokens.AsSpan(4..), [1, 2]), between);

        float[] found = [.. first.ToArray<float>(), .. second.ToArray<float>()];
        Difference(found, expected).ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void It_begins_with_numbers_within_the_bound_of_PyTorch()
    {
        var model = new ExpectedModel("lstm").Load();
        model.Initialize(1);

        foreach (var parameter in model.Parameters.All)
        {
            var values = parameter.Value.ToArray<float>();
            values.ShouldAllBe(value => Math.Abs(value) <= 1 / Math.Sqrt(20));
            Math.Sqrt(values.Average(value => value * value)).ShouldBe(1 / Math.Sqrt(60), tolerance: 0.25 / Math.Sqrt(60), parameter.Name);
        }
    }

    [Fact]
    public void A_width_whose_matrix_no_span_can_hold_is_refused()
    {
        var config = new ExpectedModel("lstm").Load().Config with { HiddenSize = 1 << 15 };

        Should.Throw<ArgumentException>(() => Model.Create(config, new CpuBackend(1))).Message.ShouldBe("HiddenSize is 32768; it must lie between 1 and 16384.");
    }

    private static float Difference(float[] left, float[] right)
    {
        left.Length.ShouldBe(right.Length);
        return left.Zip(right, static (a, b) => Math.Abs(a - b)).Max();
    }

    /// <summary>Rows of documents, each predicted token by token.</summary>
    private sealed class Rows
    {
        private readonly RecurrentModel _model;
        private readonly int[][] _integers;
        private readonly Tensor[] _inputs;

        public Rows(RecurrentModel model, int[][][] rows)
        {
            _model = model;
            Shape shape = [rows.Length, rows[0].Sum(static document => document.Length)];
            _inputs = [.. Enumerable.Range(0, 4).Select(_ => Tensor.Input(model.Backend, shape, DataType.Int32))];
            var documents = rows.SelectMany(static row => row.Select((document, i) => (Tokens: document, Start: row.Take(i).Sum(static before => before.Length)))).ToArray();
            _integers =
            [
                [.. documents.SelectMany(static document => document.Tokens)],
                [.. documents.SelectMany(static document => Enumerable.Range(0, document.Tokens.Length))],
                [.. documents.SelectMany(static document => Enumerable.Repeat(document.Start, document.Tokens.Length))],
                [.. documents.SelectMany(static document => document.Tokens.Skip(1).Append(-1))],
            ];
            Inputs = new TextInputs(_inputs[0], _inputs[1], _inputs[2]);
        }

        public TextInputs Inputs { get; }

        public float[][] Compute(Tensor[] outputs)
        {
            var program = StepProgram.Compile(outputs);
            Run(program);
            float[][] values = [.. outputs.Select(output => program.Values<float>(output).ToArray())];
            GC.KeepAlive(program);
            return values;
        }

        public (double Loss, float[] Losses) Loss()
        {
            var loss = Tensors();
            var values = Compute([loss.Loss, loss.Losses]);
            return (values[0][0], values[1]);
        }

        public void Differentiate() => Run(StepProgram.CompileTraining(Tensors().Loss, _model.Parameters.All));

        private LossTensors Tensors()
            => _model.TokenLoss(_model.Hidden(Inputs), _inputs[3], Tensor.From<float>(_model.Backend, [1f / _integers[3].Count(static target => target >= 0)], []));

        private void Run(StepProgram program)
        {
            foreach (var (input, integers) in _inputs.Zip(_integers).Where(pair => program.Holds(pair.First)))
            {
                integers.CopyTo(program.Values<int>(input));
            }

            program.Run();
            GC.KeepAlive(program);
        }
    }
}
