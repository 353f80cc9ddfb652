using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tests;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests;

public sealed class RouterLossTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void The_loss_of_Mixtral_is_that_of_the_reference_with_its_balance()
    {
        var (program, batch, targets) = Program(new DecoderOracle("mixtral"));

        program.Run(batch, 1.0 / targets).ShouldBe(new DecoderOracle("mixtral").Number("loss_with_aux"), tolerance: 1e-4);
    }

    [Fact]
    public void Passes_of_a_step_count_by_their_share_of_the_targets()
    {
        var (once, twice) = (new DecoderOracle("mixtral"), new DecoderOracle("mixtral"));
        var (whole, batch, targets) = Program(once);
        var loss = whole.Run(batch, 1.0 / targets);

        var (half, same, _) = Program(twice);
        var sum = half.Run(same, 0.5 / targets) + half.Run(same, 0.5 / targets);

        sum.ShouldBe(loss, tolerance: 1e-5);
        foreach (var (one, two) in once.Model.Parameters.All.Zip(twice.Model.Parameters.All))
        {
            var (first, second) = (one.Gradient.ToArray<float>(), two.Gradient.ToArray<float>());
            first.Zip(second, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f * first.Max(Math.Abs) + 1e-7f, one.Name);
        }
    }

    [Fact]
    public void Blocks_that_are_computed_again_give_the_same_gradients()
    {
        var (kept, again) = (new DecoderOracle("mixtral"), new DecoderOracle("mixtral"));
        again.Model.RecomputesBlocks = true;
        foreach (var oracle in (DecoderOracle[])[kept, again])
        {
            var (program, batch, targets) = Program(oracle);
            program.Run(batch, 1.0 / targets);
        }

        foreach (var (one, two) in kept.Model.Parameters.All.Zip(again.Model.Parameters.All))
        {
            two.Gradient.ToArray<float>().ShouldBe(one.Gradient.ToArray<float>(), one.Name);
        }
    }

    [Fact]
    public void Only_the_routers_and_what_is_before_them_feel_the_balance()
    {
        var (with, without) = (new DecoderOracle("mixtral"), new DecoderOracle("mixtral"));
        var free = new Transformer(without.Model.Config with { RouterLossWeight = 0 }, without.Model.Backend);
        foreach (var (from, to) in without.Model.Parameters.All.Zip(free.Parameters.All))
        {
            from.Value.AsSpan<float>().CopyTo(to.Value.AsSpan<float>());
        }

        var (balanced, batch, targets) = Program(with);
        balanced.Run(batch, 1.0 / targets);
        var (plain, same, _) = Program(without, free);
        plain.Run(same, 1.0 / targets).ShouldBe(with.Number("loss"), tolerance: 1e-4);

        var moved = with.Model.Parameters.All.Zip(free.Parameters.All)
            .Where(static pair => pair.First.Gradient.ToArray<float>().Zip(pair.Second.Gradient.ToArray<float>(), static (a, b) => Math.Abs(a - b)).Max() > 1e-6f)
            .Select(static pair => pair.First.Name).ToArray();
        moved.ShouldContain("0.feedForward.router");
        moved.ShouldContain("1.feedForward.router");
        moved.ShouldContain("embedding");
        moved.ShouldNotContain("1.feedForward.experts.down");
        moved.ShouldNotContain("norm");
    }

    [Fact]
    public void A_mixture_of_experts_is_trained_to_the_same_bits_at_any_number_of_threads()
    {
        var config = TinyTraining.Config with
        {
            Family = ModelFamily.Mixtral,
            Experts = 4,
            ExpertsPerToken = 2,
            RouterLossWeight = 0.02,
            TieEmbeddings = false,
        };

        var one = Trained(1);

        one.Router.ShouldNotBe(TinyTraining.NewModel(config: config).Parameters["0.feedForward.router"].Value.ToArray<float>());
        Trained(2).Weights.ShouldBe(one.Weights);

        (float[] Router, byte[] Weights) Trained(int threads)
        {
            var model = TinyTraining.NewModel(threads, config);
            var data = _tiny.Data();
            var folder = Path.Combine(_tiny.Checkpoints, $"experts-{threads}");
            new Trainer(model, data, null, TinyTraining.Options with { ValidateEvery = 0, SampleEvery = 0, Steps = 6 }, folder, new RecordingObserver()).Run(TestContext.Current.CancellationToken);
            return (model.Parameters["0.feedForward.router"].Value.ToArray<float>(), TinyTraining.Weights(model));
        }
    }

    private static (ObjectiveProgram Program, ObjectiveBatch Batch, int Targets) Program(DecoderOracle oracle, Transformer? model = null)
    {
        var (rows, time) = (oracle.Ids.Length, oracle.Ids[0].Length);
        var objective = new NextToken();
        var batch = new ObjectiveBatch(objective, rows, time);
        for (var row = 0; row < rows; row++)
        {
            oracle.Ids[row].CopyTo(batch.Row(0, row));
            Enumerable.Range(0, time).ToArray().CopyTo(batch.Row(1, row));
            batch.Row(2, row).Clear();
            ((int[])[.. oracle.Labels[row].Skip(1), -1]).CopyTo(batch.Row(3, row));
        }

        return (new ObjectiveProgram(model ?? oracle.Model, objective, rows, time, withGradients: true), batch, rows * (time - 1));
    }
}
