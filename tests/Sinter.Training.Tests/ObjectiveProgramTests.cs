using Sinter.Training.Objectives;

namespace Sinter.Training.Tests;

public sealed class ObjectiveProgramTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Positions_restart_with_every_document()
    {
        // Rotary embeddings know distances only, so no loss would tell.
        var data = _tiny.Pack("two", [19, 8, 25]);
        var batch = new ObjectiveBatch(new NextToken(), 2, TinyTraining.Context);
        batch.Read(data, 0, row: 0);
        batch.Read(data, 1, row: 1);

        // With their ends 20 and 9 tokens and 3 of padding; then 26 and 6.
        batch.Values[1].ShouldBe([.. Upto(20), .. Upto(9), .. Upto(3), .. Upto(26), .. Upto(6)]);
    }

    [Fact]
    public void Gradients_of_small_batches_add_up_to_those_of_the_large_one()
    {
        var data = _tiny.Data();
        var whole = GradientsOf(batchSize: 6);

        foreach (var batchSize in (int[])[1, 2, 3])
        {
            GradientsOf(batchSize).Zip(whole, (part, all) => Math.Abs(part - all)).Max().ShouldBeLessThan(1e-5f);
        }

        float[] GradientsOf(int batchSize)
        {
            var model = TinyTraining.NewModel();
            var program = new ObjectiveProgram(model, new NextToken(), batchSize, TinyTraining.Context, withGradients: true);
            var batch = new ObjectiveBatch(new NextToken(), batchSize, TinyTraining.Context);
            for (var sequence = 0; sequence < 6; sequence++)
            {
                batch.Read(data, sequence, sequence % batchSize);
                if (sequence % batchSize == batchSize - 1)
                {
                    program.Run(batch, scale: 0.125);
                }
            }

            return [.. model.Parameters.All.SelectMany(parameter => parameter.Gradient.ToArray<float>())];
        }
    }

    private static IEnumerable<int> Upto(int count) => Enumerable.Range(0, count);
}
